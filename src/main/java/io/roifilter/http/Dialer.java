package io.roifilter.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Makes connections to one server: straight, or by way of the proxy that the Java runtime's settings name. */
final class Dialer {
    private final URI server;
    private final boolean isSecure;

    Dialer(URI server) {
        this.server = server;
        isSecure = "https".equalsIgnoreCase(server.getScheme());
    }

    /** The server as the Host header names it. */
    String authority() {
        return server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
    }

    /** @throws UnsentException also if it is too late */
    void connect(Connection connection, Deadline deadline) throws UnsentException {
        try {
            Proxy proxy = proxy();
            boolean isHttpProxy = proxy.type() == Proxy.Type.HTTP;
            Socket socket = isHttpProxy
                    ? connected(connection, Proxy.NO_PROXY, (InetSocketAddress) proxy.address(), deadline)
                    : connected(connection, proxy, InetSocketAddress.createUnresolved(host(), port()), deadline);
            connection.uses(socket, isHttpProxy && !isSecure ? "http://" + authority() : "");
            if (isHttpProxy && isSecure) {
                tunnel(connection, deadline);
            }
            if (isSecure) {
                connection.uses(secured(socket, deadline), "");
            }
        } catch (IOException e) {
            throw new UnsentException(e);
        } catch (IllegalArgumentException | SecurityException e) {
            throw new UnsentException(new IOException(e)); // of an address that is none
        }
    }

    /** To whichever of the addresses takes a connection first, asked one after the other; each has its share of the time. */
    private static Socket connected(Connection connection, Proxy proxy, InetSocketAddress to, Deadline deadline)
            throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(to.getHostString());
        for (int i = 0; ; i++) {
            Socket socket = connection.begins(new Socket(proxy));
            try {
                int share = Math.max(1, deadline.millis() / (addresses.length - i));
                socket.connect(new InetSocketAddress(addresses[i], to.getPort()), share);
                socket.setTcpNoDelay(true); // each message is written whole
                return socket;
            } catch (IOException e) {
                socket.close();
                if (i == addresses.length - 1 || deadline.isOver()) {
                    throw e;
                }
            }
        }
    }

    /** RFC 9110, section 9.3.6. */
    private void tunnel(Connection connection, Deadline deadline) throws IOException {
        String target = server.getHost() + ":" + port();
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n";
        AnswerReader.Head answer = connection.headOf(request.getBytes(StandardCharsets.ISO_8859_1), deadline);
        if (answer.status() / 100 != 2) {
            throw new ProxyRefusedException(answer.status(), "HTTP status " + answer.statusLine());
        }
    }

    private Socket secured(Socket socket, Deadline deadline) throws IOException {
        SSLSocket secured = (SSLSocket) context().getSocketFactory().createSocket(socket, host(), port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        socket.setSoTimeout(deadline.millis());
        secured.startHandshake();
        return secured;
    }

    private static SSLContext context() throws SSLException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException(e); // the trust store that the runtime was told of cannot be read
        }
    }

    private Proxy proxy() {
        try {
            ProxySelector selector = ProxySelector.getDefault();
            List<Proxy> proxies = selector == null ? List.of() : selector.select(server);
            return proxies.stream()
                    .filter(proxy -> proxy.type() == Proxy.Type.DIRECT || proxy.address() instanceof InetSocketAddress)
                    .findFirst()
                    .orElse(Proxy.NO_PROXY);
        } catch (RuntimeException e) {
            return Proxy.NO_PROXY; // a selector of the application's
        }
    }

    /** Without the brackets around an IPv6 address. */
    private String host() {
        return server.getHost().replaceAll("[\\[\\]]", "");
    }

    private int port() {
        return server.getPort() >= 0 ? server.getPort() : isSecure ? 443 : 80;
    }
}
