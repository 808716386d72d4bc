package io.roifilter.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.MalformedXmlException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** An HTTP server on a free loopback port that records each message and answers it as the test says. */
public final class LoopbackEndpoint implements AutoCloseable {
    /** How one POST is answered. */
    public interface Behaviour {
        void answer(HttpExchange exchange, ApiRequest message) throws IOException;
    }

    /**
     * A header and body as they arrived, for what the parsed message does not show.
     *
     * @param turnedAway whether it was answered with an HTTP status that takes no order
     */
    public record Received(String contentType, String body, ApiRequest message, boolean turnedAway) {
        public List<String> orderIds() {
            return message.calls().stream()
                    .map(call -> call.arguments().get("order_id"))
                    .toList();
        }
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = LoopbackEndpoint::acceptAll;

    public LoopbackEndpoint() {
        this(0);
    }

    public LoopbackEndpoint(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/xmlrpc/index.php");
    }

    public LoopbackEndpoint behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
        return this;
    }

    /** Every POST so far, in the order of arrival. */
    public List<Received> received() {
        return received;
    }

    /** Answers every call with a 201. */
    public static void acceptAll(HttpExchange exchange, ApiRequest message) throws IOException {
        reply(exchange, 200, answer(message.calls().size(), accepted()));
    }

    public static Behaviour replying(int status, String body) {
        return new Reply(status, body);
    }

    private record Reply(int status, String body) implements Behaviour {
        @Override
        public void answer(HttpExchange exchange, ApiRequest message) throws IOException {
            reply(exchange, status, body);
        }
    }

    /** The ids of all orders in POSTs that were not turned away, in the order of arrival. */
    public Stream<String> arrived() {
        return received.stream().filter(post -> !post.turnedAway()).flatMap(post -> post.orderIds().stream());
    }

    /** An answer with the same item for each of so many calls, numbered. */
    public static String answer(int calls, String item) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><methodResponse>");
        for (int num = 1; num <= calls; num++) {
            xml.append("<item>")
                    .append(item)
                    .append("<responseNum>")
                    .append(num)
                    .append("</responseNum></item>");
        }
        return xml.append("</methodResponse>").toString();
    }

    public static String accepted() {
        return "<methodName>roi.insert</methodName><responseCode>201</responseCode>"
                + "<responseText>Conversion will be saved and processed later</responseText>";
    }

    public static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Promises more bytes than it sends, then closes the connection. */
    public static void truncate(HttpExchange exchange, ApiRequest message) throws IOException {
        byte[] bytes = answer(message.calls().size(), accepted()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
        throw new IOException("the connection breaks here");
    }

    /** Never stops sending, until the client has had enough. */
    public static void sendWithoutEnd(HttpExchange exchange, ApiRequest message) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        byte[] spaces = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
        while (true) {
            body.write(spaces);
        }
    }

    /** Sends headers and the beginning of an answer, then nothing until this server is closed. */
    public void hangInBody(HttpExchange exchange, ApiRequest message) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("<methodResponse>".getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        hang(exchange, message);
    }

    /** Does not answer until this server is closed. */
    public void hang(HttpExchange exchange, ApiRequest message) throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("closed while hanging");
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            ApiRequest message =
                    ApiRequest.fromXml(URLDecoder.decode(body.replaceFirst("^data=", ""), StandardCharsets.UTF_8));
            Behaviour now = behaviour;
            boolean turnedAway = now instanceof Reply reply && reply.status() != 200;
            received.add(
                    new Received(exchange.getRequestHeaders().getFirst("Content-Type"), body, message, turnedAway));
            now.answer(exchange, message);
        } catch (MalformedXmlException e) {
            throw new IOException("the client sent what is not a message", e);
        }
    }
}
