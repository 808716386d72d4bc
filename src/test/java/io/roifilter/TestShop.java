package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.testing.OutboxFile;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A shop of a few lines on a real server. Its endpoint is always away, so that the outbox has every order. A request is
 * over, and {@link #get} returns, only when everything that belongs to it has run, also what comes after the answer.
 */
final class TestShop {
    static final String API_KEY = "key-that-nobody-may-see";
    static final String SHARED_SECRET = "secret-that-nobody-may-see";
    static final List<String> SECRETS = List.of(API_KEY, SHARED_SECRET);

    static final Map<String, String> ORDER = Map.of("orderId", "${order.id}", "amount", "${order.total}");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Container container;
    private final Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> errorPages = new HashMap<>();
    private final Semaphore requestsOver = new Semaphore(0);
    private Container.Running running;

    /** What the shop's own code does; all of it may throw. */
    interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    private interface Part {
        void mount(ServletContext context) throws ServletException;
    }

    /** @param directory for outbox and server */
    TestShop(Container container, Path directory) {
        this.container = container;
        this.directory = directory;
        setting("endpoint", "http://127.0.0.1:1/");
        setting("apiKey", API_KEY);
        setting("sharedSecret", SHARED_SECRET);
        setting("outboxDirectory", outbox().toString());
        // Tests are about what is stored, not about how fast a disk is.
        setting("acceptTimeout", "10s");
        filter("requests", new RequestsOver(), Map.of(), "/*");
    }

    /** A context-param, named without its prefix; the last value of a name counts, null removes it. */
    TestShop setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    TestShop page(String path, Page page) {
        parts.add(context -> {
            ServletRegistration.Dynamic servlet = context.addServlet(path, new PageServlet(page));
            servlet.setAsyncSupported(true);
            servlet.addMapping(path);
        });
        return this;
    }

    /** A page for an error, by its status or the name of the exception's class, as web.xml declares it. */
    TestShop errorPage(String error, String path) {
        errorPages.put(error, path);
        return this;
    }

    TestShop capture(Map<String, String> initParams) {
        return filter("roi-capture", new RoiCaptureFilter(), initParams, "/*");
    }

    TestShop report(Map<String, String> initParams) {
        return filter("roi-insert", new RoiInsertFilter(), initParams, "/thank-you");
    }

    TestShop filter(String name, Filter filter, Map<String, String> initParams, String... urlPatterns) {
        return filter(name, filter, initParams, EnumSet.of(DispatcherType.REQUEST), urlPatterns);
    }

    TestShop filter(
            String name,
            Filter filter,
            Map<String, String> initParams,
            EnumSet<DispatcherType> dispatcherTypes,
            String... urlPatterns) {
        parts.add(context -> {
            FilterRegistration.Dynamic registration = context.addFilter(name, filter);
            registration.setInitParameters(initParams);
            registration.setAsyncSupported(true);
            if (urlPatterns.length > 0) {
                registration.addMappingForUrlPatterns(dispatcherTypes, true, urlPatterns);
            }
        });
        return this;
    }

    /** Lets the initializer that containers find by itself have its turn, after what was mounted so far. */
    TestShop initializer() {
        parts.add(context -> new RoiInitializer().onStartup(null, context));
        return this;
    }

    TestShop start() throws Exception {
        Path work = Files.createDirectories(directory.resolve("server"));
        ServletContainerInitializer application = (classes, context) -> {
            settings.values().removeIf(Objects::isNull);
            settings.forEach((name, value) -> context.setInitParameter("roi." + name, value));
            for (Part part : parts) {
                part.mount(context);
            }
        };
        running = container.start(work, 0, errorPages, application);
        return this;
    }

    /** Stops the server; what was handed in is in the outbox afterwards. */
    void stop() throws Exception {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    /** Stops the application alone, as an undeployment does. */
    void undeploy() throws Exception {
        running.undeploy();
    }

    /** With the context path. */
    URI address() {
        return running.address();
    }

    Path outbox() {
        return directory.resolve("outbox");
    }

    /** A visit to the thank-you page after a click. */
    HttpResponse<byte[]> order() throws Exception {
        return get("/thank-you", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
    }

    HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send(request(path, headers));
    }

    HttpResponse<byte[]> head(String path) throws Exception {
        return send(request(path).method("HEAD", BodyPublishers.noBody()));
    }

    HttpResponse<byte[]> post(String path, String contentType, byte[] body, String... headers) throws Exception {
        return send(request(path, headers).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        assertTrue(requestsOver.tryAcquire(30, TimeUnit.SECONDS), "the request is not over");
        return response;
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The orders that wait for the endpoint. */
    List<RoiInsert> reported() throws SQLException {
        return rows().stream()
                .filter(row -> row.state().equals("waiting"))
                .map(OutboxFile.Row::order)
                .toList();
    }

    List<OutboxFile.Row> rows() throws SQLException {
        return OutboxFile.in(outbox()).rows();
    }

    private static final class PageServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient Page page;

        PageServlet(Page page) {
            this.page = page;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                page.answer(request, response);
            } catch (ServletException | IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The outermost filter: its listener hears of a completion after those of the filters within. */
    private final class RequestsOver implements Filter, AsyncListener {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            boolean async = false;
            try {
                chain.doFilter(request, response);
                async = request.isAsyncStarted();
            } finally {
                if (async) {
                    request.getAsyncContext().addListener(this);
                } else {
                    requestsOver.release();
                }
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            requestsOver.release();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}
    }
}
