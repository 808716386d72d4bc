package io.roifilter;

import io.roifilter.admin.TrackerView;
import io.roifilter.api.ApiClient;
import io.roifilter.api.EndpointProbe;
import io.roifilter.api.RoiData;
import io.roifilter.api.RoiInsert;
import io.roifilter.config.OutboxLocation;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Values;
import io.roifilter.config.WebApplication;
import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.order.OrderReading;
import io.roifilter.order.Outcome;
import io.roifilter.outbox.Acceptance;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.relay.Relay;
import io.roifilter.relay.RelayPolicy;
import io.roifilter.text.LogGuard;
import io.roifilter.text.Thrown;
import io.roifilter.thread.SteadyClock;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The outbox of one web application with its relay, from the first filter that reports orders to the end of the last, and
 * the requests that may still hand in an order. Thread-safe.
 */
final class Reporting {
    /** One part in so many of the time for stopping is left for closing, however long requests take. */
    private static final int CLOSING_SHARE = 5;

    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(1).toNanos();

    private static final Logger LOGGER = LogGuard.of(Reporting.class.getName());

    private final ServletContext servletContext;
    private final String name;
    private final Preload preload;
    private final TrackerView view;

    /** For all that waits, is due or expires. */
    private final Clock clock = SteadyClock.system();

    /** One permit for each request that may still hand in an order; whoever stops the outbox takes all of them first. */
    private final Semaphore requests = new Semaphore(Integer.MAX_VALUE);

    private final AtomicBoolean anyOrder = new AtomicBoolean();

    // Mutable state, guarded by this
    private Relay relay; // null until the outbox has been started, too
    private Duration shutdownTimeout;
    private volatile Outbox outbox; // written guarded by this

    /**
     * @param preload after which the outbox finds what orders are read with
     * @param view shows how it stands
     */
    Reporting(ServletContext servletContext, Preload preload, TrackerView view) {
        this.servletContext = servletContext;
        this.preload = preload;
        this.view = view;
        name = WebApplication.name(servletContext);
    }

    /**
     * Finds where the connections to a shared outbox come from, and reports it if there is nothing like that. To be called
     * on the thread that starts the application, where containers show it its own JNDI names.
     *
     * @return empty for an embedded outbox, one that has been started already, and after a report
     */
    synchronized Optional<ConnectionSource> connections(Resolution resolution) {
        if (resolution.value(Settings.OUTBOX).orElse(null) instanceof OutboxLocation.Embedded) {
            resolution.requireDirectory(Settings.OUTBOX_DIRECTORY);
        }
        try {
            return outbox == null
                    ? resolution.value(Settings.OUTBOX).flatMap(Reporting::connections)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            resolution.report(Settings.OUTBOX, e.getMessage());
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            // The container's or a driver's, of the name that was set; none of its words, which may have a password in
            // them.
            resolution.report(Settings.OUTBOX, "cannot be used: " + Thrown.typeAndPlace(e));
            return Optional.empty();
        }
    }

    /**
     * Opens the outbox and starts to empty it, unless that has been done. Neither can fail: what is away is retried.
     *
     * <p>Nothing is left of either if this throws, as for want of memory.
     *
     * @param connections as {@link #connections} has found them; closed with the outbox
     */
    synchronized void start(Values settings, Optional<ConnectionSource> connections) {
        if (outbox != null) {
            return;
        }
        shutdownTimeout = settings.get(Settings.SHUTDOWN_TIMEOUT);
        Outbox opened = open(settings, connections);
        Relay emptying = null;
        ApiClient client;
        try {
            client = client(settings);
            emptying = relay(settings, opened, client);
            emptying.start();
            preload.then(opened::prepare);
        } catch (RuntimeException | Error e) {
            close(opened, emptying);
            throw e;
        }
        relay = emptying;
        outbox = opened;
        view.show(opened, emptying, new EndpointProbe(client, clock));
    }

    /** Whether a filter reports orders. */
    boolean isReporting() {
        return outbox != null;
    }

    /** Starts threads that could not be started when they should have been. For every request, so next to no work. */
    void startMissing() {
        Outbox started = outbox;
        if (started != null) {
            started.threads().startMissing();
        }
    }

    /**
     * Keeps the outbox open for a request that may hand in an order, until {@link #requestEnded}, as some containers
     * destroy filters while requests are in them.
     *
     * @return false if it is closed, or is about to be: what the request hands in is then kept in a file of its own, or the log
     */
    boolean requestBegins() {
        return requests.tryAcquire();
    }

    /** To be called once for each request that {@link #requestBegins} has said yes to. */
    void requestEnded() {
        requests.release();
    }

    /** Hands on what was read, if there is anything to keep. */
    Outcome handIn(OrderReading reading) {
        if (reading instanceof OrderReading.Complete complete) {
            return handIn(complete);
        }
        if (reading instanceof OrderReading.Refused refused) {
            return handIn(refused);
        }
        if (reading instanceof OrderReading.Unreadable unreadable) {
            return new Outcome.Unreadable(unreadable.reason());
        }
        return new Outcome.NothingToReport(((OrderReading.NoOrder) reading).why());
    }

    /** Whether no order was accepted before, since the start; true once. */
    boolean isFirstOrder() {
        return !anyOrder.get() && !anyOrder.getAndSet(true);
    }

    private Outcome handIn(OrderReading.Complete complete) {
        if (isTest(complete.order())) {
            return new Outcome.Tested(complete.order(), Optional.empty());
        }
        Acceptance acceptance = handIn(complete.order(), Optional.empty());
        return acceptance == Acceptance.REPEATED
                ? new Outcome.Repeated(complete.order())
                : new Outcome.Accepted(complete.order(), complete.warning(), acceptance.isStored());
    }

    private Outcome handIn(OrderReading.Refused refused) {
        Optional<String> reason = Optional.of(refused.reason());
        if (isTest(refused.order())) {
            return new Outcome.Tested(refused.order(), reason);
        }
        boolean isStored = handIn(refused.order(), reason).isStored();
        return new Outcome.Rejected(
                refused.order(), refused.reason(), isStored); // of a repeat, the reason may be another
    }

    private Acceptance handIn(RoiInsert order, Optional<String> rejection) {
        long begin = System.nanoTime();
        Acceptance acceptance = outbox.handIn(order, rejection);
        view.confirmations().acceptTimes().add(System.nanoTime() - begin);
        return acceptance;
    }

    private static boolean isTest(RoiInsert order) {
        return order.roiData().equals(RoiData.TEST);
    }

    /**
     * Requests and POSTs that are under way have the same time to end. Then the relay goes first, as what it settles at
     * the end must find the outbox open.
     */
    synchronized void stop() {
        if (outbox == null) {
            return;
        }
        long deadline = System.nanoTime() + shutdownTimeout.toNanos();
        try {
            stopRelay(deadline);
        } finally {
            outbox.close(until(deadline)); // whatever was thrown: orders are in its memory
        }
        LOGGER.log(Level.INFO, name + ": stopped; " + outbox.left());
    }

    private static Optional<ConnectionSource> connections(OutboxLocation location) {
        if (location instanceof OutboxLocation.Jdbc jdbc) {
            return Optional.of(ConnectionSource.ofUrl(jdbc.url()));
        }
        if (location instanceof OutboxLocation.Jndi jndi) {
            return Optional.of(ConnectionSource.ofJndi(jndi.name()));
        }
        return Optional.empty();
    }

    private Outbox open(Values settings, Optional<ConnectionSource> connections) {
        try {
            Path directory = WebApplication.directory(settings.find(Settings.OUTBOX_DIRECTORY), "roi", servletContext);
            Destination destination = destination(settings.get(Settings.ENDPOINT), settings.find(Settings.ACCOUNT));
            OutboxOptions options = options(settings);
            return connections
                    .map(source -> Outbox.shared(source, directory, destination, options, clock))
                    .orElseGet(() -> Outbox.embedded(directory, destination, options, clock));
        } catch (RuntimeException | Error e) {
            connections.ifPresent(ConnectionSource::close);
            throw e;
        }
    }

    private void close(Outbox opened, Relay emptying) {
        try {
            if (emptying != null) {
                emptying.close();
            }
        } finally {
            opened.close(shutdownTimeout);
        }
    }

    private static Destination destination(URI endpoint, Optional<String> account) {
        return Destination.of(endpoint, account.orElse(""));
    }

    private OutboxOptions options(Values settings) {
        return new OutboxOptions(
                name,
                settings.get(Settings.QUEUE_CAPACITY),
                settings.get(Settings.ACCEPT_TIMEOUT),
                settings.get(Settings.KEEP_DELIVERED),
                LineSeal.of(settings.get(Settings.SHARED_SECRET)),
                settings.find(Settings.FORMER_ENDPOINT)
                        .map(former -> destination(former.endpoint(), former.account())));
    }

    private ApiClient client(Values settings) {
        return new ApiClient(
                settings.get(Settings.ENDPOINT),
                settings.way(),
                settings.credentials(),
                settings.get(Settings.CONNECT_TIMEOUT),
                settings.get(Settings.REQUEST_TIMEOUT),
                name,
                clock);
    }

    private Relay relay(Values settings, Outbox opened, ApiClient client) {
        RelayPolicy policy = new RelayPolicy(
                settings.get(Settings.BATCH_SIZE),
                settings.get(Settings.CONNECTIONS),
                RelayPolicy.leaseFor(settings.get(Settings.REQUEST_TIMEOUT)),
                settings.get(Settings.RETRY_MIN),
                settings.get(Settings.RETRY_MAX),
                settings.get(Settings.RETRY_FOR),
                settings.get(Settings.LINGER));
        // Not RandomGenerator.getDefault(), which finds no algorithm under some class loaders.
        return new Relay(name, opened, client, policy, clock, new Random());
    }

    private void stopRelay(long deadline) {
        try {
            if (relay != null) {
                relay.stop();
            }
            awaitRequests(deadline - shutdownTimeout.dividedBy(CLOSING_SHARE).toNanos());
        } finally {
            if (relay != null) {
                relay.close(until(deadline));
            }
        }
    }

    /** By looking again and again, which takes no memory: a timed wait of the JDK's may last for ever where there is none. */
    private void awaitRequests(long deadline) {
        boolean ended = requests.tryAcquire(Integer.MAX_VALUE);
        while (!ended
                && System.nanoTime() - deadline < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
            ended = requests.tryAcquire(Integer.MAX_VALUE);
        }
        if (!ended) {
            LOGGER.log(
                    Level.WARNING,
                    name + ": stops although requests are still under way on the confirmation route ("
                            + (Integer.MAX_VALUE - requests.availablePermits())
                            + "); their orders go to a file unstored-N.log in outboxDirectory or, if that cannot be"
                            + " written, to this log, whole, each on a line");
        }
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
