package io.roifilter.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A proxy that somebody has named, and who it is told that we are. Immutable; its text is host and port alone. */
public final class HttpProxy {
    private final String host;
    private final int port;
    private final Optional<String> authorization;

    private HttpProxy(String host, int port, Optional<String> authorization) {
        this.host = host;
        this.port = port;
        this.authorization = authorization;
    }

    /**
     * One that asks nobody who they are.
     *
     * @param host name or address, an IPv6 address without brackets
     */
    public static HttpProxy at(String host, int port) {
        return new HttpProxy(host, port, Optional.empty());
    }

    /** The same, with what it is told by the scheme Basic (RFC 7617). */
    public HttpProxy withLogin(String user, String password) {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new HttpProxy(
                host, port, Optional.of("Basic " + Base64.getEncoder().encodeToString(login)));
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** The value of the header Proxy-Authorization. */
    Optional<String> authorization() {
        return authorization;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
