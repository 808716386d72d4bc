package io.roifilter.http;

import java.net.URI;

/** What the address of a server says of the connection to it. */
public final class ServerAddress {
    private ServerAddress() {}

    /** Whether TLS is spoken with it. */
    public static boolean isSecure(URI server) {
        return "https".equalsIgnoreCase(server.getScheme());
    }

    /** The host as a resolver takes it: an IPv6 address without its brackets. */
    public static String host(URI server) {
        return server.getHost().replaceAll("[\\[\\]]", "");
    }

    /** The port, which is that of the scheme if the address names none. */
    public static int port(URI server) {
        return server.getPort() >= 0 ? server.getPort() : isSecure(server) ? 443 : 80;
    }
}
