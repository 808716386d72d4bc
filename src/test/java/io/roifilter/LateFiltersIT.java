package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.LoopbackEndpoint;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On Undertow, which starts a filter with the first request that comes to it. */
class LateFiltersIT {
    private static final String ROI_DATA = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    @TempDir
    Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private DeploymentManager manager;
    private Undertow server;

    /** A confirmation page. */
    public static final class ThankYou extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.setAttribute("id", request.getParameter("id"));
            request.setAttribute("amount", "12.50");
            response.getWriter().print("thank you");
        }
    }

    @AfterEach
    void stopAll() throws ServletException {
        stop();
        endpoint.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitsIsSentAfterARestartThoughNobodyComes(boolean declared) throws Exception {
        endpoint.behave(LoopbackEndpoint.replying(503, ""));
        start(shop(declared));
        buy("A-1");
        assertEventually(true, () -> !endpoint.received().isEmpty());
        stop();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        deploy(shop(declared));
        assertEventually(List.of("A-1"), this::delivered);
        stop(); // though no filter has had a request
        start(shop(declared));
        buy("A-2");
        assertEventually(List.of("A-1", "A-2"), this::delivered);
    }

    /** Of filters that the initializer mounts: Undertow takes no servlet's failure for the application's. */
    @Test
    void failFastFailsTheDeployment() {
        DeploymentInfo shop =
                shop(false).addInitParameter("roi.failFast", "true").addInitParameter("roi.batchSize", "many");
        Exception failure = assertThrows(Exception.class, () -> deploy(shop));
        assertTrue(messages(failure).contains("batchSize"), () -> messages(failure));
    }

    /** One is started with the application, and what the container makes of it later goes to that. */
    @Test
    void filtersAreStartedOnce() throws Exception {
        start(shop(true));
        ServletContext context = manager.getDeployment().getServletContext();
        RoiTracker tracker = RoiTracker.running(context);
        buy("A-3");
        assertEquals(tracker, RoiTracker.running(context));
        assertEquals(2, tracker.view().status().filters().size());
        stop();
        assertEquals(null, RoiTracker.running(context));
    }

    private DeploymentInfo shop(boolean declared) {
        DeploymentInfo shop = Servlets.deployment()
                .setClassLoader(getClass().getClassLoader())
                .setContextPath("/shop")
                .setDeploymentName("shop")
                .addInitParameter("roi.endpoint", endpoint.uri().toString())
                .addInitParameter("roi.apiKey", "key")
                .addInitParameter("roi.sharedSecret", "secret")
                .addInitParameter("roi.orderId", "${id}")
                .addInitParameter("roi.amount", "${amount}")
                .addInitParameter("roi.retryMin", "100ms")
                .addInitParameter("roi.retryMax", "200ms")
                .addInitParameter("roi.outboxDirectory", directory.toString())
                .addServletContainerInitializer(new ServletContainerInitializerInfo(RoiInitializer.class, Set.of()))
                .addServlet(Servlets.servlet("thank-you", ThankYou.class)
                        .setAsyncSupported(true)
                        .addMapping("/thank-you"));
        return declared ? declaring(shop) : shop.addInitParameter("roi.confirmation", "/thank-you");
    }

    private static DeploymentInfo declaring(DeploymentInfo shop) {
        return shop.addFilter(Servlets.filter("capture", RoiCaptureFilter.class).setAsyncSupported(true))
                .addFilter(Servlets.filter("insert", RoiInsertFilter.class).setAsyncSupported(true))
                .addFilterUrlMapping("capture", "/*", DispatcherType.REQUEST)
                .addFilterUrlMapping("insert", "/thank-you", DispatcherType.REQUEST);
    }

    private void deploy(DeploymentInfo shop) throws ServletException {
        manager = Servlets.newContainer().addDeployment(shop);
        manager.deploy();
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(Handlers.path().addPrefixPath("/shop", manager.start()))
                .build();
    }

    private void start(DeploymentInfo shop) throws ServletException {
        deploy(shop);
        server.start();
    }

    private void stop() throws ServletException {
        if (server != null) {
            server.stop();
            manager.stop();
            server = null;
        }
        if (manager != null) {
            manager.undeploy();
            manager = null;
        }
    }

    private void buy(String id) throws IOException, InterruptedException {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        URI page = URI.create(
                "http://127.0.0.1:" + address.getPort() + "/shop/thank-you?id=" + id + "&roi_data=" + ROI_DATA);
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
        assertEquals("thank you", answer.body());
    }

    private List<String> delivered() {
        return endpoint.received().stream()
                .filter(received -> !received.turnedAway())
                .flatMap(received -> received.orderIds().stream())
                .toList();
    }

    private static String messages(Throwable failure) {
        return failure == null ? "" : failure.getMessage() + "; " + messages(failure.getCause());
    }
}
