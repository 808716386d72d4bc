package io.roifilter.api;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends orders to a roi.insert endpoint. Thread-safe: each {@link #send} is one POST, made by the calling thread's
 * order and waited for by it.
 *
 * <p>Nothing of the application stays behind in the client's threads: they are started while the context class loader
 * is the platform's. {@link #close} ends them; on Java 17, whose client cannot be closed, its one selector thread ends
 * by itself once the client is unreachable.
 */
public final class ApiClient implements AutoCloseable {
    /** The most that is read of an answer, in bytes: an endpoint gone wrong must not fill the shop's memory. */
    static final int MAX_ANSWER_BYTES = 1 << 20;

    private final URI endpoint;
    private final Credentials credentials;
    private final Duration requestTimeout;
    private final Clock clock;
    private final ExecutorService executor;
    private HttpClient client; // guarded by this; null once closed

    /**
     * @param endpoint address of the API
     * @param credentials sent with every message
     * @param connectTimeout the longest that establishing a connection may take
     * @param requestTimeout the longest that one POST may take from its start to the last byte of the answer
     * @param threadName what the client's threads are called, so that an operator knows whose they are
     * @param clock reads a {@code Retry-After} that is a date
     */
    public ApiClient(
            URI endpoint,
            Credentials credentials,
            Duration connectTimeout,
            Duration requestTimeout,
            String threadName,
            Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.requestTimeout = requestTimeout;
        this.clock = clock;
        executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            return thread;
        });
        client = newClient(connectTimeout);
    }

    /**
     * Sends these orders in one POST and says what became of each. Any failure of the exchange is a verdict too.
     *
     * @return one verdict per order, in their order
     * @throws InterruptedException if the thread was interrupted while it waited; what the endpoint did is then unknown
     * @throws IllegalStateException if the client is closed
     */
    public List<Verdict> send(List<RoiInsert> orders) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> exchange =
                client().sendAsync(request(orders), response -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            HttpResponse<String> response = exchange.get(requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
            return Verdicts.of(
                    orders.size(),
                    response.statusCode(),
                    response.headers().firstValue("Retry-After"),
                    response.body(),
                    clock);
        } catch (ExecutionException e) {
            return Verdicts.same(orders.size(), new Verdict.Retry(describe(e.getCause())));
        } catch (TimeoutException e) {
            return Verdicts.same(orders.size(), new Verdict.Retry("no complete answer within " + requestTimeout));
        } finally {
            // Ends an exchange that is still under way, and with it its connection; nothing to a finished one.
            exchange.cancel(true);
        }
    }

    @Override
    public synchronized void close() {
        HttpClient closing = client;
        client = null;
        executor.shutdownNow();
        // Closeable since Java 21. No exchange is left to wait for: each was ended by the send that began it.
        if (closing instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("the HTTP client did not close", e);
            }
        }
    }

    private HttpClient newClient(Duration connectTimeout) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connectTimeout)
                    .executor(executor)
                    .build();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            throw new IllegalStateException("the client is closed");
        }
        return client;
    }

    private HttpRequest request(List<RoiInsert> orders) {
        String message = ApiRequest.inserting(credentials, orders).toXml();
        return HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/xml, application/xml")
                .header("User-Agent", "roi-filter")
                .timeout(requestTimeout)
                .POST(HttpRequest.BodyPublishers.ofString("data=" + URLEncoder.encode(message, StandardCharsets.UTF_8)))
                .build();
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        String name = failure instanceof IOException
                ? failure.getClass().getSimpleName()
                : failure.getClass().getName();
        return message == null ? name : name + ": " + message;
    }
}
