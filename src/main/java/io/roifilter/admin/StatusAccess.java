package io.roifilter.admin;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Who may look at the status page: with a password, whoever knows it, by HTTP Basic (RFC 7617) over HTTPS or from this
 * machine; without one, this machine alone. Thread-safe.
 *
 * <p>From this machine is what comes from a loopback address to a loopback address, and not through a proxy, on whose word
 * somebody may have put a client's address in place of the proxy's: filters do so in the request that they hand on, so the
 * container's own is asked. Where Tomcat's RemoteIpValve is at work, that has been rewritten, too, and nobody can tell any more.
 */
public final class StatusAccess {
    private static final Pattern LOOPBACK =
            Pattern.compile("127(\\.[0-9]{1,3}){3}|(0{1,4}:){7}0{0,3}1|::1|::ffff:127(\\.[0-9]{1,3}){3}");
    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    /** What proxies add. */
    private static final List<String> OF_PROXIES =
            List.of("forwarded", "via", "x-real-ip", "true-client-ip", "cf-connecting-ip", "x-client-ip");

    /** Set by Tomcat's RemoteIpValve on each request that may have come through a proxy; its headers are gone then. */
    private static final String TOMCAT_FORWARDED = "org.apache.tomcat.request.forwarded";

    private static final Map<String, String> CHALLENGE =
            Map.of("WWW-Authenticate", "Basic realm=\"roi-filter\", charset=\"UTF-8\"");

    private final byte[] password; // as a hash; null without one
    private final AttemptLimit attempts;

    public StatusAccess(Optional<String> password, Clock clock) {
        this.password = password.map(StatusAccess::hash).orElse(null);
        attempts = new AttemptLimit(clock);
    }

    /**
     * An answer to who may not look.
     *
     * @param headers besides the usual ones
     * @param text says why, and what to do
     */
    public record Refusal(int status, Map<String, String> headers, String text) {}

    /** @return empty if the request may be answered */
    public Optional<Refusal> check(HttpServletRequest request) {
        boolean local = isFromHere(request);
        if (password == null) {
            return local && isToHere(request)
                    ? Optional.empty()
                    : forbidden("Without statusPassword, this page answers only to this machine itself: open it at"
                            + " localhost, not through a proxy and not where Tomcat's RemoteIpValve takes addresses from one,"
                            + " or set statusPassword or statusPasswordFile.");
        }
        if (!local && !request.isSecure()) {
            return forbidden(
                    "This page asks for a password, which must not travel in the clear: open it by https, or at"
                            + " localhost. If a proxy in front of this server speaks https, have the server know that (Tomcat:"
                            + " RemoteIpValve; Jetty: http-forwarded).");
        }
        return checkPassword(request);
    }

    private Optional<Refusal> checkPassword(HttpServletRequest request) {
        String given = request.getHeader("Authorization");
        if (given == null) {
            return Optional.of(
                    new Refusal(401, CHALLENGE, "This page asks for a password; the user name does not matter."));
        }
        Optional<Duration> pause = attempts.pause(request.getRemoteAddr());
        if (pause.isPresent()) {
            String seconds = Long.toString(pause.get().toSeconds() + 1);
            return Optional.of(new Refusal(
                    429,
                    Map.of("Retry-After", seconds),
                    "There were too many wrong passwords. Try again in " + seconds + " s."));
        }
        if (isPassword(given)) {
            attempts.succeeded(request.getRemoteAddr());
            return Optional.empty();
        }
        attempts.failed(request.getRemoteAddr());
        return Optional.of(new Refusal(401, CHALLENGE, "The password is not the one of statusPassword."));
    }

    /** Takes as long for any password. */
    private boolean isPassword(String authorization) {
        String text = "";
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] decoded =
                        Base64.getDecoder().decode(authorization.substring(6).strip());
                text = new String(decoded, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                text = ""; // no Base64
            }
        }
        int colon = text.indexOf(':');
        return MessageDigest.isEqual(hash(text.substring(colon + 1)), password) && colon >= 0;
    }

    private static boolean isFromHere(ServletRequest request) {
        ServletRequest containers = request;
        while (containers instanceof ServletRequestWrapper wrapper) {
            containers = wrapper.getRequest();
        }
        return containers instanceof HttpServletRequest http && isDirect(http);
    }

    private static boolean isDirect(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && isLoopback(request.getLocalAddr())
                && request.getAttribute(TOMCAT_FORWARDED) == null
                && !"HTTP/1.0".equals(request.getProtocol()) // of a proxy that says nothing; no browser speaks it
                && Collections.list(request.getHeaderNames()).stream().noneMatch(StatusAccess::isOfProxies);
    }

    /** A page of another site may have a name that leads to this machine (DNS rebinding). */
    private static boolean isToHere(HttpServletRequest request) {
        String host = request.getHeader("Host");
        return host != null && LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isOfProxies(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("x-forwarded") || OF_PROXIES.contains(name);
    }

    private static boolean isLoopback(String address) {
        return address != null
                && LOOPBACK.matcher(address.replace("[", "").replace("]", "")).matches();
    }

    private static Optional<Refusal> forbidden(String text) {
        return Optional.of(new Refusal(403, Map.of(), text));
    }

    private static byte[] hash(String text) {
        return DigestUtils.sha256(text);
    }
}
