package io.roifilter;

import io.roifilter.admin.Assessment;
import io.roifilter.admin.Finding;
import io.roifilter.admin.Health;
import io.roifilter.admin.MetricSample;
import io.roifilter.admin.OpenMetrics;
import io.roifilter.admin.TrackerStatus;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How tracking stands, for frameworks that show health and metrics in a form of their own. What is told is at most a second old,
 * and is had within 2 s whatever the disk or the database does. Thread-safe.
 */
public final class RoiHealth {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final ServletContext context;
    private final Instant started = Clock.systemUTC().instant();

    // Mutable state, guarded by this
    private TrackerStatus last; // null before the first look
    private long lookedAt;

    /** Of this application. */
    public RoiHealth(ServletContext context) {
        this.context = context;
    }

    /**
     * One of the numbers that there are.
     *
     * @param name as in the OpenMetrics of the status page, without {@code _total}
     * @param isCounter whether it only grows; else it is a gauge
     * @param help what it says, a sentence
     * @param label by which numbers of a name differ; empty if there is but one
     * @param labelValue of this one
     */
    public record Metric(String name, boolean isCounter, String help, String label, String labelValue) {}

    /** {@code UP}, {@code WARN} or {@code DOWN}; empty if nothing is tracked, nor meant to be. */
    public String level() {
        TrackerStatus status = status();
        boolean isTracked = !status.filters().isEmpty() || !status.problems().isEmpty();
        return isTracked ? Assessment.of(status).health().name() : "";
    }

    /** Whether tracking does its work, be it with something that a person should look at. */
    public boolean isWorking() {
        return !level().equals(Health.DOWN.name());
    }

    /** What is to be told besides: the version, what waits, and all that a person should look at, without secrets. */
    public Map<String, Object> details() {
        TrackerStatus status = status();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("version", status.version());
        status.outbox().ifPresent(outbox -> {
            details.put("outbox", outbox.place());
            details.put("waiting", outbox.waiting());
            details.put("rejected", outbox.rejected());
        });
        status.relay()
                .ifPresent(relay ->
                        details.put("endpoint", relay.endpoint().health().name()));
        for (Finding finding : Assessment.of(status).findings()) {
            details.merge(finding.name(), finding.text(), (one, other) -> one + " " + other);
        }
        return details;
    }

    /** Every number that there may be, whether there is one yet or not. */
    public static List<Metric> metrics() {
        return OpenMetrics.samples(TrackerStatus.complete(Instant.EPOCH)).stream()
                .map(sample -> new Metric(
                        sample.family(), sample.isCounter(), sample.help(), sample.label(), sample.labelValue()))
                .toList();
    }

    /** As it stands; NaN for what is unknown now, and 0 for a counter of what has not begun. */
    public double value(Metric metric) {
        return OpenMetrics.samples(status()).stream()
                .filter(sample -> isOf(metric, sample))
                .mapToDouble(MetricSample::value)
                .findFirst()
                .orElse(metric.isCounter() ? 0 : Double.NaN);
    }

    /** How many confirmation pages have waited for their orders to be on disk. */
    public long acceptCount() {
        return status().acceptCount();
    }

    /** How long they did, all together. */
    public double acceptSeconds() {
        return status().acceptSeconds();
    }

    private static boolean isOf(Metric metric, MetricSample sample) {
        return sample.family().equals(metric.name()) && sample.labelValue().equals(metric.labelValue());
    }

    private synchronized TrackerStatus status() {
        if (last == null || System.nanoTime() - lookedAt > FRESH_NANOS) {
            last = CurrentStatus.of(context, started);
            lookedAt = System.nanoTime();
        }
        return last;
    }
}
