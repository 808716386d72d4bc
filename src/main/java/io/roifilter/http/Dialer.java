package io.roifilter.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Makes connections to one server: straight, or by way of a proxy. */
final class Dialer {
    private final URI server;
    private final boolean isSecure;
    private final OutgoingWay way;

    Dialer(URI server, OutgoingWay way) {
        this.server = server;
        this.way = way;
        isSecure = ServerAddress.isSecure(server);
    }

    /** The server as the Host header names it. */
    String authority() {
        return server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
    }

    /** @throws UnsentException also if it is too late */
    void connect(Connection connection, Deadline deadline) throws UnsentException {
        try {
            Hop hop = way.to(server);
            Socket socket = hop.proxy().isEmpty()
                    ? connected(connection, ServerAddress.host(server), ServerAddress.port(server), deadline)
                    : connectedByProxy(connection, hop, deadline);
            boolean asksProxy = hop.isHttp() && !isSecure;
            connection.uses(socket, asksProxy ? "http://" + authority() : "", asksProxy ? login(hop) : "");
            if (hop.isHttp() && isSecure) {
                tunnel(connection, hop, deadline);
            }
            if (isSecure) {
                connection.uses(secured(socket, deadline), "", "");
            }
        } catch (IOException e) {
            throw new UnsentException(e);
        } catch (IllegalArgumentException | SecurityException e) {
            throw new UnsentException(new IOException(e)); // of an address that is none
        }
    }

    private Socket connectedByProxy(Connection connection, Hop hop, Deadline deadline) throws IOException {
        HttpProxy proxy = hop.proxy().orElseThrow();
        try {
            return hop.isSocks()
                    ? connectedBySocks(connection, proxy, deadline)
                    : connected(connection, proxy.host(), proxy.port(), deadline);
        } catch (IOException e) {
            // What the JDK says of a SOCKS server's answer begins so: it is there, but does not reach the server.
            throw String.valueOf(e.getMessage()).startsWith("SOCKS: ") ? e : new ProxyUnreachableException(e);
        }
    }

    /** The name of the server is looked up by the proxy: here it may be unknown. */
    private Socket connectedBySocks(Connection connection, HttpProxy proxy, Deadline deadline) throws IOException {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(proxy.host()), proxy.port());
        Socket socket = connection.begins(new Socket(new Proxy(Proxy.Type.SOCKS, at)));
        socket.connect(
                InetSocketAddress.createUnresolved(ServerAddress.host(server), ServerAddress.port(server)),
                Math.max(1, deadline.millis()));
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** To whichever of the addresses takes a connection first, asked one after the other; each has its share of the time. */
    private static Socket connected(Connection connection, String host, int port, Deadline deadline)
            throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        for (int i = 0; ; i++) {
            Socket socket = connection.begins(new Socket(Proxy.NO_PROXY));
            try {
                int share = Math.max(1, deadline.millis() / (addresses.length - i));
                socket.connect(new InetSocketAddress(addresses[i], port), share);
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
    private void tunnel(Connection connection, Hop hop, Deadline deadline) throws IOException {
        String target = server.getHost() + ":" + ServerAddress.port(server);
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + login(hop) + "\r\n";
        AnswerReader.Head answer = tunnelAnswer(connection, request, deadline);
        if (answer.status() / 100 != 2) {
            throw ProxyRefusedException.of(answer);
        }
    }

    private static AnswerReader.Head tunnelAnswer(Connection connection, String request, Deadline deadline)
            throws IOException {
        try {
            return connection.headOf(request.getBytes(StandardCharsets.ISO_8859_1), deadline);
        } catch (SocketTimeoutException e) {
            throw e; // it may wait for the server
        } catch (IOException e) {
            throw new ProxyUnreachableException(e);
        }
    }

    /** The header by which the proxy is told who we are. */
    private static String login(Hop hop) {
        return hop.proxy()
                .flatMap(HttpProxy::authorization)
                .map(value -> "Proxy-Authorization: " + value + "\r\n")
                .orElse("");
    }

    private Socket secured(Socket socket, Deadline deadline) throws IOException {
        SSLSocket secured = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(socket, ServerAddress.host(server), ServerAddress.port(server), true);
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
}
