package io.roifilter.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.RoiCaptureFilter;
import io.roifilter.RoiInitializer;
import io.roifilter.RoiInsertFilter;
import io.roifilter.api.RoiInsert;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A shop of a few lines on a real server, behind a proxy. Its endpoint is always away, so that the outbox has every order. A request is
 * over, and {@link #get} returns, only when everything that belongs to it has run, also what comes after the answer.
 *
 * <p>As an extension of a class that is run {@link OnEachContainer} it is on the container of the test, has a directory of
 * its own, and is stopped after the test.
 */
public final class TestShop implements BeforeEachCallback, AfterEachCallback {
    public static final String API_KEY = "key-that-nobody-may-see";
    public static final String SHARED_SECRET = "secret-that-nobody-may-see";
    public static final List<String> SECRETS = List.of(API_KEY, SHARED_SECRET);

    public static final Map<String, String> ORDER = Map.of("orderId", "${order.id}", "amount", "${order.total}");

    private Container container;
    private Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> errorPages = new HashMap<>();
    private final Semaphore requestsOver = new Semaphore(0);
    private int port;
    private boolean behindProxy;
    private Container.Running running;

    /** What the shop's own code does; all of it may throw. */
    public interface Page {
        void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    private interface Part {
        void mount(ServletContext context) throws ServletException;
    }

    /** None is made, nor any thread for it, where a shop is visited from somewhere else. */
    private static final class Visitors {
        static final HttpClient CLIENT = HttpClient.newHttpClient();
    }

    /** One that is an extension. */
    public TestShop() {
        anew();
    }

    /** @param directory for outbox and server */
    public TestShop(Container container, Path directory) {
        this();
        this.container = container;
        this.directory = directory;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        container = EachContainer.of(context);
        directory = Files.createTempDirectory("shop");
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            stop();
        } finally {
            Directories.delete(directory);
        }
    }

    /** Takes down what was mounted and set so far; the outbox stays. */
    public TestShop anew() {
        settings.clear();
        parts.clear();
        errorPages.clear();
        behindProxy = true;
        setting("endpoint", "http://127.0.0.1:1/");
        setting("apiKey", API_KEY);
        setting("sharedSecret", SHARED_SECRET);
        // Tests are about what is stored, not about how fast a disk is.
        setting("acceptTimeout", "10s");
        return filter("requests", new RequestsOver(), Map.of(), "/*");
    }

    /** Instead of one that is free. */
    public TestShop port(int number) {
        port = number;
        return this;
    }

    /** The server takes from a proxy's word who the visitor is; it does unless told otherwise. */
    public TestShop behindProxy() {
        behindProxy = true;
        return this;
    }

    /** Visitors come straight to the server. */
    public TestShop withoutProxy() {
        behindProxy = false;
        return this;
    }

    /** A context-param, named without its prefix; the last value of a name counts, null removes it. */
    public TestShop setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    public TestShop page(String path, Page page) {
        parts.add(context -> {
            ServletRegistration.Dynamic servlet = context.addServlet(path, new PageServlet(page));
            servlet.setAsyncSupported(true);
            servlet.addMapping(path);
        });
        return this;
    }

    /** @param urlPatterns if there are none, it is mapped on nothing */
    public TestShop servlet(String name, Servlet servlet, String... urlPatterns) {
        parts.add(context -> {
            ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
            registration.setAsyncSupported(true);
            if (urlPatterns.length > 0) {
                registration.addMapping(urlPatterns);
            }
        });
        return this;
    }

    /** The usual page of a confirmed order. */
    public TestShop thankYou(String orderId, String total) {
        return page("/thank-you", (request, response) -> {
            request.setAttribute("order", Map.of("id", orderId, "total", total));
            response.getWriter().print("thank you");
        });
    }

    /** What hears of the application's start before the filters that are mounted after it. */
    public TestShop listener(ServletContextListener listener) {
        parts.add(context -> context.addListener(listener));
        return this;
    }

    /** A page for an error, by its status or the name of the exception's class, as web.xml declares it. */
    public TestShop errorPage(String error, String path) {
        errorPages.put(error, path);
        return this;
    }

    public TestShop capture(Map<String, String> initParams) {
        return filter("roi-capture", new RoiCaptureFilter(), initParams, "/*");
    }

    public TestShop report(Map<String, String> initParams) {
        return filter("roi-insert", new RoiInsertFilter(), initParams, "/thank-you");
    }

    public TestShop filter(String name, Filter filter, Map<String, String> initParams, String... urlPatterns) {
        return filter(name, filter, initParams, EnumSet.of(DispatcherType.REQUEST), urlPatterns);
    }

    public TestShop filter(
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
    public TestShop initializer() {
        parts.add(context -> new RoiInitializer().onStartup(null, context));
        return this;
    }

    public TestShop start() throws Exception {
        if (!settings.containsKey("outboxDirectory")) { // else it may be there as null, to be left out
            setting("outboxDirectory", outbox().toString());
        }
        Path work = Files.createDirectories(directory.resolve("server"));
        running = container.start(new Container.Setup(work, port, errorPages, behindProxy), application());
        return this;
    }

    /** What is mounted, for a server that a test sets up itself. */
    public ServletContainerInitializer application() {
        return (classes, context) -> {
            settings.values().removeIf(Objects::isNull);
            settings.forEach((name, value) -> context.setInitParameter("roi." + name, value));
            for (Part part : parts) {
                part.mount(context);
            }
        };
    }

    /** Stops the server; what was handed in is in the outbox afterwards. */
    public void stop() throws Exception {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    /** Stops the application alone, as an undeployment does. */
    public void undeploy() throws Exception {
        running.undeploy();
    }

    public Container container() {
        return container;
    }

    /** With the context path. */
    public URI address() {
        return running.address();
    }

    public Path outbox() {
        return directory.resolve("outbox");
    }

    /** A visit to the thank-you page after a click. */
    public HttpResponse<byte[]> order() throws Exception {
        return get("/thank-you", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
    }

    public HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return send(request(path, headers));
    }

    public HttpResponse<byte[]> head(String path) throws Exception {
        return send(request(path).method("HEAD", BodyPublishers.noBody()));
    }

    public HttpResponse<byte[]> post(String path, String contentType, byte[] body, String... headers) throws Exception {
        return send(request(path, headers).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    public HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = Visitors.CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        assertTrue(requestsOver.tryAcquire(30, TimeUnit.SECONDS), "the request is not over");
        return response;
    }

    public static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** What pages do; for code that may not throw what a writer does. */
    public static void print(ServletResponse response, String text) {
        try {
            response.getWriter().print(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of the orders that wait for the endpoint. */
    public List<String> reportedIds() throws SQLException {
        return reported().stream().map(RoiInsert::orderId).toList();
    }

    /** The orders that wait for the endpoint. */
    public List<RoiInsert> reported() throws SQLException {
        return rows().stream()
                .filter(row -> row.state().equals("waiting"))
                .map(OutboxFile.Row::order)
                .toList();
    }

    public List<OutboxFile.Row> rows() throws SQLException {
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
    private final class RequestsOver extends AsyncAdapter implements Filter {
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
    }
}
