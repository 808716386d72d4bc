package io.roifilter.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy that the environment names, by the variables that most programs go by: {@code https_proxy} or {@code http_proxy},
 * by the scheme of the server's address, and {@code no_proxy}, in small letters or in capitals. A server on this machine is
 * never reached by one. Immutable.
 */
final class EnvironmentProxy {
    private static final String LOOPBACK = "localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1";

    private final Map<String, String> environment;

    EnvironmentProxy(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws UnusableProxyException if there is a variable that cannot be understood; its value, which may have a password in it, is not told */
    Hop to(URI server) throws UnusableProxyException {
        Optional<String> variable = set(ServerAddress.isSecure(server) ? "https_proxy" : "http_proxy");
        if (variable.isEmpty() || isExempt(server)) {
            return Hop.DIRECT;
        }
        return hop(variable.get());
    }

    /** The variable of this name that is not empty; in small letters, if both are there. */
    private Optional<String> set(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .filter(variable -> !value(variable).isEmpty())
                .findFirst();
    }

    private String value(String variable) {
        return environment.getOrDefault(variable, "").strip();
    }

    private Hop hop(String variable) throws UnusableProxyException {
        String value = value(variable);
        try {
            URI address = new URI(value.contains("://") ? value : "http://" + value);
            String scheme = address.getScheme().toLowerCase(Locale.ROOT);
            boolean isSocks = scheme.matches("socks5?h?");
            if (address.getHost() != null && (scheme.equals("http") || isSocks && address.getRawUserInfo() == null)) {
                int port = address.getPort() >= 0 ? address.getPort() : isSocks ? 1080 : 80;
                HttpProxy proxy = login(HttpProxy.at(ServerAddress.host(address), port), address.getRawUserInfo());
                return isSocks
                        ? Hop.socks(proxy, Hop.Source.ENVIRONMENT, variable)
                        : Hop.http(proxy, Hop.Source.ENVIRONMENT, variable);
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // As below.
        }
        throw new UnusableProxyException(variable
                + " in the environment is no address such as http://proxy.example.com:3128 (a user and a password in it"
                + " escaped, as in http://user:p%40ss@…)");
    }

    private static HttpProxy login(HttpProxy proxy, String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return proxy;
        }
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? proxy.withLogin(unescaped(userInfo), "")
                : proxy.withLogin(unescaped(userInfo.substring(0, colon)), unescaped(userInfo.substring(colon + 1)));
    }

    private static String unescaped(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** By its name, by that of a domain which it is in, with or without its port. */
    private boolean isExempt(URI server) {
        String host = ServerAddress.host(server).toLowerCase(Locale.ROOT);
        int port = ServerAddress.port(server);
        String all = set("no_proxy").map(this::value).orElse("").toLowerCase(Locale.ROOT);
        return host.matches(LOOPBACK)
                || List.of(all.split("[\\s,]+")).stream().anyMatch(entry -> covers(entry, host, port));
    }

    private static boolean covers(String entry, String host, int port) {
        boolean hasPort = entry.matches("[^:]+:\\d+|\\[.*]:\\d+");
        int end = hasPort ? entry.lastIndexOf(':') : entry.length();
        if (hasPort && !entry.substring(end + 1).equals("" + port)) {
            return false;
        }
        String name = entry.substring(0, end).replaceAll("[\\[\\]]", "").replaceFirst("^\\*?\\.", "");
        return name.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }
}
