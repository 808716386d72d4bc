package io.roifilter.outbox;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For whom an outbox's entries are: nobody else may deliver them. No secret is part of it, so that a key that is
 * corrected or replaced changes nothing. Immutable.
 *
 * @param endpoint address of the API, in one spelling for all that RFC 3986 (section 6.2.2, and 6.2.3 for http) says are
 *     the same
 * @param account tells accounts at the same endpoint apart, by a name that the operator gave; empty if none was given
 */
public record Destination(String endpoint, String account) {
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9._~-]");

    /** @throws NullPointerException if either is missing */
    public Destination {
        Objects.requireNonNull(account, "account");
        endpoint = normal(endpoint);
    }

    /** @param account empty if none was given */
    public static Destination of(URI endpoint, String account) {
        return new Destination(endpoint.toString(), account);
    }

    /**
     * Written out, because until Java 19 the JDK keeps the generated one of a record (asTypeCache of MethodHandle), and
     * with it the class loader of an application that has gone.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Destination that && endpoint.equals(that.endpoint) && account.equals(that.account);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, account);
    }

    /** The endpoint as it may be shown: a query could be a token. */
    public String shownEndpoint() {
        return endpoint.replaceFirst("(?s)\\?.*", "?…");
    }

    /** For logs. */
    @Override
    public String toString() {
        return shownEndpoint() + (account.isEmpty() ? "" : " (account " + account + ")");
    }

    /** As it is, if it is no address with a host: somebody edited what was stored. */
    private static String normal(String endpoint) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            return endpoint;
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return endpoint;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String path = withoutDots(plain(uri.getRawPath()));
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port(scheme, uri.getPort())
                + (path.isEmpty() ? "/" : path)
                + (uri.getRawQuery() == null ? "" : "?" + plain(uri.getRawQuery()));
    }

    private static String port(String scheme, int port) {
        boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
        return usual ? "" : ":" + port;
    }

    /** Characters that need no escape have none, all others one in capitals. */
    private static String plain(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            String c = String.valueOf((char) Integer.parseInt(escape.group(1), 16));
            return Matcher.quoteReplacement(
                    UNRESERVED.matcher(c).matches() ? c : escape.group().toUpperCase(Locale.ROOT));
        });
    }

    /** RFC 3986, section 5.2.4. Not {@link URI#normalize}, which takes two slashes for one. */
    private static String withoutDots(String path) {
        StringBuilder done = new StringBuilder(path.length());
        for (int at = 0; at < path.length(); ) {
            int end = path.indexOf('/', at + 1);
            String segment = path.substring(at, end < 0 ? path.length() : end);
            boolean up = segment.equals("/..");
            if (up) {
                done.setLength(Math.max(0, done.lastIndexOf("/")));
            }
            if (!up && !segment.equals("/.")) {
                done.append(segment);
            } else if (end < 0) {
                done.append('/');
            }
            at += segment.length();
        }
        return done.toString();
    }
}
