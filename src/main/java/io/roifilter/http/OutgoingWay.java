package io.roifilter.http;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * By which proxy a server is reached, if by any. The first that has something to say decides: the proxy of the product's own
 * settings; the Java runtime, by its properties ({@code https.proxyHost}, {@code http.nonProxyHosts}, {@code socksProxyHost})
 * or a selector that an application has installed; the environment ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY}). Thread-safe.
 */
public final class OutgoingWay {
    private final Optional<HttpProxy> set;
    private final EnvironmentProxy environment;

    OutgoingWay(Optional<HttpProxy> set, Map<String, String> environment) {
        this.set = set;
        this.environment = new EnvironmentProxy(environment);
    }

    /** @param set by the product's own settings */
    public static OutgoingWay by(Optional<HttpProxy> set) {
        return new OutgoingWay(set, System.getenv());
    }

    /** As the Java runtime and the environment say. */
    public static OutgoingWay ofThisProcess() {
        return by(Optional.empty());
    }

    /**
     * To whom the connection to a server is made.
     *
     * @throws UnusableProxyException if there is to be a proxy, and it cannot be told which
     */
    public Hop to(URI server) throws UnusableProxyException {
        if (set.isPresent()) {
            return Hop.http(set.get(), Hop.Source.SETTING, "proxy");
        }
        Optional<Hop> java = ofJava(server);
        return java.isPresent() ? java.get() : environment.to(server);
    }

    /** Empty if it has not been told anything. */
    private static Optional<Hop> ofJava(URI server) {
        try {
            ProxySelector selector = ProxySelector.getDefault();
            if (selector == null) {
                return Optional.empty();
            }
            Optional<Hop> first = selector.select(server).stream()
                    .filter(proxy -> proxy.type() == Proxy.Type.DIRECT || proxy.address() instanceof InetSocketAddress)
                    .findFirst()
                    .map(proxy -> hop(proxy, server));
            return first.filter(hop -> hop != Hop.DIRECT || isTold(selector, server));
        } catch (RuntimeException e) {
            return Optional.empty(); // a selector of the application's
        }
    }

    private static Hop hop(Proxy proxy, URI server) {
        if (proxy.type() == Proxy.Type.DIRECT) {
            return Hop.DIRECT;
        }
        InetSocketAddress address = (InetSocketAddress) proxy.address();
        HttpProxy at = HttpProxy.at(address.getHostString(), address.getPort());
        String scheme = ServerAddress.isSecure(server) ? "https" : "http";
        return proxy.type() == Proxy.Type.SOCKS
                ? Hop.socks(at, Hop.Source.JAVA, "-DsocksProxyHost and -DsocksProxyPort")
                : Hop.http(at, Hop.Source.JAVA, "-D" + scheme + ".proxyHost and -D" + scheme + ".proxyPort");
    }

    /** Whether it is by somebody's will that the way is straight, as for a host in {@code http.nonProxyHosts}. */
    private static boolean isTold(ProxySelector selector, URI server) {
        return !selector.getClass().getName().startsWith("sun.")
                || Boolean.getBoolean("java.net.useSystemProxies")
                || isSet(ServerAddress.isSecure(server) ? "https.proxyHost" : "http.proxyHost")
                || isSet("socksProxyHost");
    }

    private static boolean isSet(String property) {
        return !System.getProperty(property, "").isBlank();
    }
}
