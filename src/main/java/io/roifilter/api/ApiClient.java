package io.roifilter.api;

import io.roifilter.text.Thrown;
import io.roifilter.thread.ContextClassLoader;
import io.roifilter.thread.DaemonThread;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes calls at an endpoint. Thread-safe: each {@link #send} is one POST, made by the calling thread's
 * order and waited for by it.
 *
 * <p>Nothing of the application stays behind in the client's threads: they are started while the context class loader
 * is the platform's. {@link #close} ends them; on Java 17, whose client cannot be closed, its one selector thread ends
 * by itself once the client is unreachable.
 *
 * <p>A client whose threads have died, as they do when the application leaves them no memory, answers nothing any more, or
 * only that it is broken. It is given up then, with its threads, and the next {@link #send} makes another. The first is made
 * like that, too: that there is no thread for it at one moment ends nothing.
 */
public final class ApiClient implements AutoCloseable {
    /** The most that is read of an answer, in bytes: an endpoint gone wrong must not fill the shop's memory. */
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final long GRACE_MILLIS = 1000;

    private final URI endpoint;
    private final Credentials credentials;
    private final Failures failures;
    private final Duration requestTimeout;
    private final Clock clock;
    private final Duration connectTimeout;
    private final String application;

    // Guarded by this
    private Http http; // null until it is needed
    private boolean closed;

    /** The JDK's client, and the threads made for it. */
    private record Http(HttpClient client, ExecutorService executor) {
        /** Nothing is waited for: each exchange is ended by the send that began it. */
        void end() {
            try {
                executor.shutdownNow();
                // Since Java 21. Not close(), which waits, and for ever if its thread is not well.
                HttpClient.class.getMethod("shutdownNow").invoke(client);
            } catch (NoSuchMethodException e) {
                // Java 17: it ends by itself once it is unreachable.
            } catch (ReflectiveOperationException | RuntimeException | Error e) {
                // It is broken, which is why it is given up; unreachable, it ends by itself.
            }
        }
    }

    /**
     * @param endpoint address of the API
     * @param credentials sent with every message
     * @param connectTimeout the longest that establishing a connection may take
     * @param requestTimeout the longest that one POST may take from its start to the last byte of the answer
     * @param application whose name is in the names of the client's threads
     * @param clock reads a {@code Retry-After} that is a date
     */
    public ApiClient(
            URI endpoint,
            Credentials credentials,
            Duration connectTimeout,
            Duration requestTimeout,
            String application,
            Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        failures = new Failures(endpoint, connectTimeout);
        this.requestTimeout = requestTimeout;
        this.clock = clock;
        this.connectTimeout = connectTimeout;
        this.application = application;
    }

    /**
     * Makes these calls in one POST and says what became of each. Any failure of the exchange is a verdict too.
     *
     * @return one verdict per call, in their order
     * @throws InterruptedException if the thread was interrupted while it waited; what the endpoint did is then unknown
     * @throws IllegalStateException if the client is closed
     */
    public List<Verdict> send(List<? extends MethodCall> calls) throws InterruptedException {
        ApiRequest message = ApiRequest.of(credentials, calls);
        return exchange(message, (response, verdicts) -> verdicts);
    }

    /** What is made of an answer, and of what it says of each call; of none, if the exchange failed. */
    interface OnAnswer<T> {
        T of(Optional<HttpResponse<byte[]>> response, List<Verdict> verdicts);
    }

    /** A call that cannot store anything: see {@link EndpointProbe}. */
    <T> T probe(OnAnswer<T> onAnswer) throws InterruptedException {
        ApiRequest.Call empty = new ApiRequest.Call(RoiInsert.METHOD, Map.of());
        return exchange(new ApiRequest(credentials, "xml", true, List.of(empty)), onAnswer);
    }

    private <T> T exchange(ApiRequest message, OnAnswer<T> onAnswer) throws InterruptedException {
        Http used = http();
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture<HttpResponse<byte[]>> exchange = null;
        try {
            exchange = used.client().sendAsync(request(endpoint, requestTimeout, message), response -> {
                answered.set(true);
                return new BoundedBody(MAX_ANSWER_BYTES);
            });
            HttpResponse<byte[]> response = exchange.get(requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
            return onAnswer.of(Optional.of(response), verdicts(message, response));
        } catch (ExecutionException e) {
            if (isBroken(e.getCause())) {
                giveUp(used);
            }
            return onAnswer.of(Optional.empty(), same(message, failures.verdict(e.getCause())));
        } catch (TimeoutException e) {
            if (!answered.get() && !endsByItself(exchange)) {
                giveUp(used);
            }
            return onAnswer.of(Optional.empty(), same(message, failures.late(requestTimeout)));
        } catch (Error | IllegalStateException | RejectedExecutionException e) {
            giveUp(used);
            throw e;
        } finally {
            if (exchange != null) {
                // Ends an exchange that is still under way, and with it its connection; nothing to a finished one.
                exchange.cancel(true);
            }
        }
    }

    private static List<Verdict> same(ApiRequest message, Verdict verdict) {
        return Verdicts.same(message.calls().size(), verdict);
    }

    /** Never throws. */
    @Override
    public synchronized void close() {
        closed = true;
        if (http != null) {
            http.end();
            http = null;
        }
    }

    /** The client has a clock of its own for the time until an answer begins; one that does not go off is broken. */
    private static boolean endsByItself(CompletableFuture<?> exchange) throws InterruptedException {
        try {
            exchange.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return !isBroken(e.getCause());
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Whether it is the client that has failed, and not the exchange. */
    private static boolean isBroken(Throwable failure) {
        return Thrown.any(
                failure,
                e -> e instanceof Error
                        || e instanceof RejectedExecutionException
                        || String.valueOf(e.getMessage()).contains("selector manager"));
    }

    private synchronized void giveUp(Http broken) {
        if (http == broken) {
            http = null;
            broken.end();
        }
    }

    private Http newHttp() throws InterruptedException {
        ExecutorService executor = Executors.newCachedThreadPool(task -> DaemonThread.of("http", application, task));
        try {
            findThreads(executor);
            return new Http(
                    ContextClassLoader.during(ClassLoader.getPlatformClassLoader(), () -> newClient(executor)),
                    executor);
        } catch (RuntimeException | Error | InterruptedException e) {
            executor.shutdownNow();
            throw e;
        }
    }

    /**
     * Fails unless the process can have two more threads, one of which stays in the executor. A client that finds none for its
     * selector leaves that open for good, and would use up the server's files by being made again and again.
     */
    private void findThreads(ExecutorService executor) throws InterruptedException {
        CountDownLatch both = new CountDownLatch(1);
        Thread forSelector = DaemonThread.of("http", application, () -> awaitQuietly(both));
        forSelector.start();
        try {
            executor.execute(() -> {});
        } finally {
            both.countDown();
        }
        forSelector.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // Nobody does that; it ends.
        }
    }

    private HttpClient newClient(ExecutorService executor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(executor)
                .build();
    }

    private synchronized Http http() throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        if (http == null) {
            http = newHttp();
        }
        return http;
    }

    private List<Verdict> verdicts(ApiRequest message, HttpResponse<byte[]> response) {
        HttpHeaders headers = response.headers();
        try {
            String body = BodyText.of(
                    response.body(),
                    headers.firstValue("Content-Encoding"),
                    headers.firstValue("Content-Type"),
                    MAX_ANSWER_BYTES);
            Reply reply = new Reply(
                    response.statusCode(), headers.firstValue("Retry-After"), headers.firstValue("Date"), body);
            return Verdicts.of(message, reply, clock);
        } catch (IOException e) {
            return same(message, failures.verdict(e));
        }
    }

    private static HttpRequest request(URI endpoint, Duration timeout, ApiRequest message) {
        return HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "text/xml, application/xml")
                .header("User-Agent", "roi-filter")
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.toForm()))
                .build();
    }
}
