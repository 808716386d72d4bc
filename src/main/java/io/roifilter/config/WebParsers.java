package io.roifilter.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsers of what addresses, cookies, paths and secrets may look like. */
final class WebParsers {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|\\[(::|(0:){7})1]");
    // RFC 6265, section 4.1.1, takes the name from RFC 2616, section 2.2: token. Names beginning with $ were attributes
    // before, and Jetty still reads them so.
    // The names of attributes, those before Servlet 5 refuse.
    private static final Pattern COOKIE_NAME =
            Pattern.compile("(?!(?i:comment|discard|domain|expires|max-age|path|secure|version)$)"
                    + "[A-Za-z0-9!#%&'*+.^_`|~-][A-Za-z0-9!#$%&'*+.^_`|~-]{0,99}");
    private static final Pattern PARAMETER = Pattern.compile("[!-~&&[^&=#%+]]{1,100}");
    private static final Pattern HOST_NAME =
            Pattern.compile("(?!.{254})[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}"
                    + "[A-Za-z0-9])?)*");
    // As in an address, which is what many have at hand.
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:http://)?([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})/?");
    // RFC 6265, section 4.1.1: path-value; less the space, which browsers compare with one that is escaped, in vain.
    private static final Pattern COOKIE_PATH = Pattern.compile("/[!-~&&[^;]]*");
    // Servlet 6.0, section 12.2: exact or ending in /*, or an extension. What follows ?, # or ; is no part of a path.
    private static final Pattern URL_PATTERN = Pattern.compile("/[^\\s*?#;]*|/\\*|/[^\\s*?#;]*/\\*|\\*\\.[^\\s*/?#;]+");
    // Some containers decode escapes, and throw at a percent sign that begins none.
    private static final Pattern NO_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern PLAIN_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]{1,100}){1,10}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern DB_SPEC = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MAX_SECRET = 1024;
    // What every database and every server takes.
    private static final int MAX_ENDPOINT = 2000;

    private WebParsers() {}

    static Parser<URI> endpoint() {
        return new Parser<>(
                "an absolute https address of at most " + MAX_ENDPOINT
                        + " characters with a host, without user name and fragment; plain http only to `localhost`,"
                        + " `127.0.0.0/8` and `[::1]`",
                WebParsers::readEndpoint,
                Redaction.ADDRESS);
    }

    /** Written as log entries name a destination, so that nobody need guess. */
    static Parser<FormerEndpoint> formerEndpoint() {
        return new Parser<>("an address as `endpoint`; if it had an `account`, followed by a space and that", text -> {
                    String[] parts = text.split(" ", 2);
                    Optional<String> account = parts.length == 1 ? Optional.empty() : Optional.of(parts[1]);
                    return readEndpoint(parts[0])
                            .filter(endpoint -> account.stream()
                                    .allMatch(name -> ACCOUNT.matcher(name).matches()))
                            .map(endpoint -> new FormerEndpoint(endpoint, account));
                })
                .shown(Redaction.ADDRESS);
    }

    static Parser<String> account() {
        return Parser.text(
                "1 to 100 of the characters `A-Z a-z 0-9 . _ -`",
                text -> ACCOUNT.matcher(text).matches());
    }

    static Parser<String> secret() {
        return Parser.text("one line of at most " + MAX_SECRET + " characters", WebParsers::isSecret)
                .shown(Redaction.SECRET);
    }

    /** A host and its port, not looked up. */
    static Parser<InetSocketAddress> hostAndPort() {
        return new Parser<>(
                "host and port, such as `proxy.example.com:3128`, without user name",
                WebParsers::readHostAndPort,
                Redaction.ADDRESS);
    }

    /** RFC 7617, section 2: a colon would end it. */
    static Parser<String> user() {
        return Parser.text(
                "1 to 255 characters on one line, without a colon",
                text -> text.length() <= 255
                        && text.codePoints().noneMatch(c -> c == ':' || Character.isISOControl(c)));
    }

    private static Optional<InetSocketAddress> readHostAndPort(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(1);
        boolean isHost = host.startsWith("[") || HOST_NAME.matcher(host).matches();
        int port = Integer.parseInt(parts.group(2));
        return isHost && port >= 1 && port <= 65535
                ? Optional.of(InetSocketAddress.createUnresolved(host.replaceAll("[\\[\\]]", ""), port))
                : Optional.empty();
    }

    static Parser<OutboxLocation> outbox() {
        return new Parser<>(
                "`embedded`, a JDBC URL `jdbc:…` of PostgreSQL, MariaDB or MySQL, or a JNDI name `java:…` such as `java:comp/env/jdbc/roi`",
                OutboxLocation::of,
                Redaction.DATABASE);
    }

    /** A relative path would lead elsewhere when the process is started elsewhere, and leave its orders behind. */
    static Parser<Path> absolutePath() {
        return new Parser<>("an absolute path", text -> readPath(text).filter(Path::isAbsolute));
    }

    static Parser<Path> path() {
        return new Parser<>("a path; a relative one begins at " + BaseDirectory.WHERE, WebParsers::readPath);
    }

    static Parser<String> dbSpec() {
        return Parser.text(
                "1 to 64 of the characters `A-Z a-z 0-9 . _ -`",
                text -> DB_SPEC.matcher(text).matches());
    }

    static Parser<String> parameter() {
        return Parser.text(
                "1 to 100 printable ASCII characters other than space, `&`, `=`, `#`, `%` and `+`",
                text -> PARAMETER.matcher(text).matches());
    }

    static Parser<String> cookieName() {
        return Parser.text(
                "a cookie name (an RFC 6265 token) of at most 100 characters that does not begin with `$` and is no"
                        + " attribute's, such as `Path`",
                text -> COOKIE_NAME.matcher(text).matches());
    }

    /** Without the leading dot, which RFC 6265 (section 5.2.3) ignores and Tomcat refuses. */
    static Parser<String> cookieDomain() {
        return new Parser<>(
                "a host name, without port",
                text -> Optional.of(text.startsWith(".") ? text.substring(1) : text)
                        .filter(host -> HOST_NAME.matcher(host).matches()));
    }

    static Parser<String> cookiePath() {
        return Parser.text(
                "a path that begins with `/`, in printable ASCII without space and `;`",
                text -> COOKIE_PATH.matcher(text).matches());
    }

    /** On which a servlet is mounted, with all below it. */
    static Parser<String> plainPath() {
        return Parser.text(
                "a path such as `/roi-status`, of letters, digits and `/ . _ -`, that does not end in `/`",
                text -> PLAIN_PATH.matcher(text).matches());
    }

    static Parser<ReportMode> reportMode() {
        return new Parser<>("`now` or `remember`", ReportMode::of);
    }

    static Parser<SameSite> sameSite() {
        return new Parser<>("`Lax`, `Strict` or `None`, in just this spelling", SameSite::of);
    }

    static Parser<List<String>> urlPatterns() {
        return new Parser<>(
                "url-patterns such as `/thanks`, `/thanks/*` or `*.done`, separated by commas, without query, `%` only with two"
                        + " hexadecimal digits after it",
                text -> Optional.of(Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .distinct()
                                .toList())
                        .filter(patterns -> patterns.stream().allMatch(WebParsers::isUrlPattern)));
    }

    private static boolean isUrlPattern(String text) {
        return URL_PATTERN.matcher(text).matches() && !NO_ESCAPE.matcher(text).find();
    }

    private static Optional<URI> readEndpoint(String text) {
        try {
            // Of letters beyond ASCII, the client would send question marks.
            return Optional.of(new URI(new URI(text).toASCIIString()))
                    .filter(uri -> uri.toString().length() <= MAX_ENDPOINT)
                    .filter(WebParsers::isEndpoint);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> readPath(String text) {
        try {
            return Optional.of(Path.of(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isEndpoint(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.getPort() != 0
                && uri.getPort() <= 0xffff
                && ("https".equalsIgnoreCase(uri.getScheme())
                        || "http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
    }

    /** Decided by the literal: a name server must not have a say in whether secrets travel in the clear. */
    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** What XML can carry, in one line: a file with a second line is most likely the wrong file. */
    private static boolean isSecret(String text) {
        return text.length() <= MAX_SECRET
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.SURROGATE
                                || c == 0xfffe
                                || c == 0xffff);
    }
}
