package io.roifilter.admin;

import io.roifilter.order.Outcome;
import io.roifilter.outbox.Statistics;
import io.roifilter.relay.RelayState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Each attribute is asked for by itself, so that one look serves all that come within a second. Thread-safe. */
final class TrackerBean implements TrackerMXBean {
    private static final long UNKNOWN = -1;
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final TrackerView view;

    // Mutable state, guarded by this
    private TrackerStatus last; // null before the first look
    private long lookedAt;

    TrackerBean(TrackerView view) {
        this.view = view;
    }

    @Override
    public String getApplication() {
        return status().application();
    }

    @Override
    public String getVersion() {
        return status().version();
    }

    @Override
    public String getStartedAt() {
        return status().startedAt().toString();
    }

    @Override
    public String[] getFilters() {
        return status().filters().stream().map(FilterStatus::toString).toArray(String[]::new);
    }

    @Override
    public int getFiltersOff() {
        return (int) status().filtersOff();
    }

    @Override
    public String getOutbox() {
        return status().outbox().map(Statistics::place).orElse("");
    }

    @Override
    public String getOutboxProblem() {
        return status().outboxProblem();
    }

    @Override
    public long getOrdersWaiting() {
        return orders(Statistics::waiting);
    }

    @Override
    public long getOldestWaitingSeconds() {
        TrackerStatus status = status();
        return status.oldestWaitingSeconds().orElseGet(() -> untold(status));
    }

    @Override
    public long getOrdersDelivered() {
        return orders(Statistics::delivered);
    }

    @Override
    public long getOrdersRejected() {
        return orders(Statistics::rejected);
    }

    @Override
    public long getOrdersUnstored() {
        return status().unstored().orders();
    }

    @Override
    public long getOrdersLogged() {
        return status().logged();
    }

    @Override
    public long getOrdersRepeated() {
        return orders(Statistics::duplicates);
    }

    @Override
    public long getOrdersAccepted() {
        return outcomes(EnumSet.of(Outcome.Label.ACCEPTED));
    }

    @Override
    public long getOrdersRefused() {
        return outcomes(EnumSet.of(Outcome.Label.REFUSED));
    }

    @Override
    public long getConfirmationsWithoutClick() {
        return outcomes(EnumSet.of(Outcome.Label.NO_CLICK));
    }

    @Override
    public long getConfirmationsWithoutOrder() {
        return outcomes(EnumSet.complementOf(EnumSet.of(
                Outcome.Label.ACCEPTED,
                Outcome.Label.TEST,
                Outcome.Label.REPEATED,
                Outcome.Label.REFUSED,
                Outcome.Label.NO_CLICK)));
    }

    @Override
    public String getLastConfirmation() {
        return status().confirmations().stream()
                .findFirst()
                .map(seen -> seen.at() + " " + seen.path() + ": " + seen.text())
                .orElse("");
    }

    @Override
    public String getEndpointState() {
        return endpoint(relay -> relay.endpoint().health().name());
    }

    @Override
    public String getEndpointSince() {
        return endpoint(relay -> relay.endpoint().since().toString());
    }

    @Override
    public String getEndpointReason() {
        return endpoint(relay -> relay.endpoint().reason());
    }

    @Override
    public String getEndpointLastAnswer() {
        return endpoint(relay -> text(relay.lastAnswer()));
    }

    @Override
    public String getEndpointNextAttempt() {
        return endpoint(relay -> text(relay.nextAttempt()));
    }

    @Override
    public long getDeliveriesDelivered() {
        return deliveries(RelayState::delivered);
    }

    @Override
    public long getDeliveriesPostponed() {
        return deliveries(RelayState::postponed);
    }

    @Override
    public long getDeliveriesRejected() {
        return deliveries(RelayState::rejected);
    }

    @Override
    public String probeEndpoint() {
        return atDesk(desk -> {
            try {
                Desk.Answer answer = desk.probe();
                return (answer.isDone() ? "ok, " : "") + answer.text();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "Interrupted.";
            }
        });
    }

    @Override
    public String resend(String orderId) {
        return atDesk(desk -> desk.resend(orderId, OptionalLong.empty(), "").text());
    }

    private String atDesk(Function<Desk, String> work) {
        return view.desk().map(work).orElse("No filter reports orders.");
    }

    private synchronized TrackerStatus status() {
        long now = System.nanoTime();
        if (last == null || now - lookedAt > FRESH_NANOS) {
            last = view.status();
            lookedAt = System.nanoTime();
        }
        return last;
    }

    private long orders(ToLongFunction<Statistics> number) {
        TrackerStatus status = status();
        return status.outbox().map(number::applyAsLong).orElseGet(() -> untold(status));
    }

    /** There are none where no filter reports orders. */
    private static long untold(TrackerStatus status) {
        return status.relay().isEmpty() ? 0 : UNKNOWN;
    }

    private long outcomes(Set<Outcome.Label> labels) {
        return status().outcomes().entrySet().stream()
                .filter(outcome -> labels.contains(outcome.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private String endpoint(Function<RelayState, String> text) {
        return status().relay().map(text).orElse("");
    }

    private long deliveries(ToLongFunction<RelayState> number) {
        return status().relay().map(number::applyAsLong).orElse(0L);
    }

    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }
}
