package io.roifilter.receiver;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiResponse;
import io.roifilter.api.Credentials;
import io.roifilter.api.MalformedXmlException;
import io.roifilter.receiver.received.ReceivedOrders;
import io.roifilter.testing.Container;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A container with the servlet in it, on a free loopback port, and what it takes to talk to it. */
final class EndpointServer implements AutoCloseable {
    static final Credentials CREDENTIALS = new Credentials("key & 1", "se<cret");
    static final String ROI_SECRET = "a roi secret";
    static final RoiDataMint MINT = new RoiDataMint(ROI_SECRET);
    static final String LONG = MINT.roiData("http://echo.example.com/ct", 3416623, "619-295-1856", 97777016);
    static final String COMPACT = MINT.compactRoiData("echo3", "619-295-1856", 1242357);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Container.Running server;
    private ServletContext context;

    private EndpointServer(Container container, Path directory, Map<String, String> initParams, Clock clock)
            throws Exception {
        server = container.start(directory, (classes, application) -> {
            context = application;
            ServletRegistration.Dynamic servlet = application.addServlet("api", new RoiApiServlet(clock));
            servlet.setInitParameters(initParams);
            servlet.setLoadOnStartup(1);
            servlet.addMapping("/api");
        });
    }

    static EndpointServer start(Path directory, Clock clock) throws Exception {
        return start(Container.JETTY, directory, clock);
    }

    static EndpointServer start(Container container, Path directory, Clock clock) throws Exception {
        return new EndpointServer(container, directory, initParams(directory.resolve("received")), clock);
    }

    /** Without any directory. */
    static EndpointServer start(Map<String, String> initParams) throws Exception {
        return new EndpointServer(Container.JETTY, Path.of("target"), initParams, Clock.systemUTC());
    }

    static Map<String, String> initParams(Path directory) {
        Map<String, String> initParams = new HashMap<>();
        initParams.put("apiKey", CREDENTIALS.apiKey());
        initParams.put("sharedSecret", CREDENTIALS.sharedSecret());
        initParams.put("roiSecret", ROI_SECRET);
        initParams.put("directory", directory.toString());
        return initParams;
    }

    /** The arguments of a call that is accepted, in the published order. */
    static Map<String, String> arguments(String orderId) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("roi_data", LONG);
        arguments.put("amount", "152.99");
        arguments.put("order_id", orderId);
        arguments.put("purchase_date", "2010-03-01");
        return arguments;
    }

    /** The same with one argument otherwise; null leaves it out. */
    static ApiRequest.Call call(String orderId, String name, String value) {
        Map<String, String> arguments = arguments(orderId);
        arguments.put(name, value);
        arguments.values().removeIf(text -> text == null);
        return new ApiRequest.Call("roi.insert", arguments);
    }

    static ApiRequest.Call call(String orderId) {
        return new ApiRequest.Call("roi.insert", arguments(orderId));
    }

    static ApiRequest message(ApiRequest.Call... calls) {
        return new ApiRequest(CREDENTIALS, "xml", true, List.of(calls));
    }

    URI uri() {
        return URI.create(server.address() + "/api");
    }

    Object attribute(String name) {
        return context.getAttribute(name);
    }

    ReceivedOrders received() {
        return (ReceivedOrders) attribute(RoiApiServlet.RECEIVED_ORDERS);
    }

    List<String> receivedIds() {
        return received().getOrders().stream()
                .map(ReceivedOrders.Order::getOrderId)
                .toList();
    }

    /** Sends a message in XML and expects to be understood. */
    List<ApiResponse.Item> send(ApiRequest message) throws Exception {
        return items(postXml(message.toXml()), 200);
    }

    HttpResponse<String> postXml(String xml) throws Exception {
        return postForm("data=" + URLEncoder.encode(xml, StandardCharsets.UTF_8));
    }

    HttpResponse<String> postForm(String body) throws Exception {
        return post("application/x-www-form-urlencoded", BodyPublishers.ofString(body));
    }

    HttpResponse<String> postJson(String body) throws Exception {
        return post("application/json", BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String contentType, BodyPublisher body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri()).timeout(Duration.ofMinutes(1)).POST(body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return exchange(request.build());
    }

    HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The items of an answer in XML with this status. */
    static List<ApiResponse.Item> items(HttpResponse<String> response, int status) throws MalformedXmlException {
        if (response.statusCode() != status) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        return ApiResponse.fromXml(response.body()).items();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }
}
