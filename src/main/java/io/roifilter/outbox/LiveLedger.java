package io.roifilter.outbox;

import io.roifilter.api.PayloadJson;
import io.roifilter.jdbc.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The outbox of a running instance as an operator looks into it and mends it, beside the orders that come and go: nothing here
 * keeps them waiting for long, and nothing here waits for long. Thread-safe.
 *
 * <p>All of it throws {@link OutboxException} if the store is away, or others are at work on it for longer than given.
 */
public final class LiveLedger {
    /** Looked through at a time. */
    private static final long ROWS_AT_ONCE = 10_000;

    private final StoreAccess store;
    private final HourlyCounts hours;
    private final AcceptedSignal accepted;
    private final Supplier<PayloadJson> json;
    private final Duration atMost;

    LiveLedger(
            StoreAccess store,
            HourlyCounts hours,
            AcceptedSignal accepted,
            Supplier<PayloadJson> json,
            Duration atMost) {
        this.store = store;
        this.hours = hours;
        this.accepted = accepted;
        this.json = json;
        this.atMost = atMost;
    }

    /** What was rejected last first, or what waits for the longest. */
    public List<LedgerEntry> first(State state, int max) {
        return look((session, rows) -> rows.first(session, state, max));
    }

    /** All entries of an order; what was reported is known as long as it is kept. */
    public List<LedgerEntry> find(String orderId) {
        List<LedgerEntry> found = look((session, rows) -> rows.with(session, "duplicate_key", orderId));
        if (!found.isEmpty()) {
            return found;
        }
        return store.look(atMost, Store::isShared)
                ? look((session, rows) -> rows.with(session, "order_id", orderId))
                : search(orderId);
    }

    /** Of a file, which has no index for those that are always new; orders get their turn in between. */
    private List<LedgerEntry> search(String orderId) {
        List<LedgerEntry> found = new ArrayList<>();
        long end = look((session, rows) -> rows.endId(session));
        for (long first = 0; first < end; first += ROWS_AT_ONCE) {
            long from = first;
            found.addAll(look((session, rows) -> rows.of(session, orderId, from, from + ROWS_AT_ONCE)));
        }
        return found;
    }

    /**
     * Has entries of an order that wait or were rejected sent again, now and for as long as new ones.
     *
     * @param id of the one that is meant; empty for all
     * @param amount to be sent instead of theirs, {@code dollars.cents}
     * @return one for each of its entries; empty if there is none
     */
    public List<LedgerChange> resend(String orderId, OptionalLong id, Optional<String> amount) {
        List<LedgerChange> changes = change(
                orderId,
                id,
                Optional.of(State.WAITING),
                (session, ledger, entries) -> ledger.resend(session, entries, amount));
        accepted.run();
        return changes;
    }

    /** Forgets entries that wait or were rejected, which are then not sent any more; otherwise as {@link #resend}. */
    public List<LedgerChange> delete(String orderId, OptionalLong id) {
        return change(orderId, id, Optional.empty(), (session, ledger, entries) -> ledger.delete(session, entries));
    }

    /** Makes all that waits fall due now, but what is on its way. */
    public int makeDue() {
        int due = store.look(atMost, Store::tryWaiting);
        accepted.run();
        return due;
    }

    /**
     * What was counted in each hour from this moment on, by all who share the outbox, up to now on this node and up to a minute
     * ago on others.
     *
     * @return by the beginning of the hour, numbers by their names
     */
    public SortedMap<Instant, Map<String, Long>> hoursSince(Instant first) {
        hours.note();
        SortedMap<Long, Map<String, Long>> counted = store.look(atMost, s -> s.hours(HourlyCounts.hour(first)));
        hours.copy().forEach((hour, numbers) -> {
            Map<String, Long> sums = counted.computeIfAbsent(hour, h -> new TreeMap<>());
            numbers.forEach((name, number) -> sums.merge(name, number, Long::sum));
        });
        SortedMap<Instant, Map<String, Long>> byTime = new TreeMap<>();
        counted.forEach((hour, numbers) -> byTime.put(HourlyCounts.start(hour), Collections.unmodifiableMap(numbers)));
        return byTime;
    }

    private interface Change {
        List<LedgerChange> make(Session session, LedgerChanges changes, List<LedgerEntry> entries) throws SQLException;
    }

    private List<LedgerChange> change(String orderId, OptionalLong id, Optional<State> after, Change change) {
        List<LedgerEntry> meant = find(orderId).stream()
                .filter(entry -> id.isEmpty() || entry.id() == id.getAsLong())
                .toList();
        return look((store, session, rows) -> {
            List<LedgerChange> made = change.make(session, new LedgerChanges(rows), meant);
            store.changed(made, after);
            return made;
        });
    }

    private interface Look<T> {
        T at(Store store, Session session, LedgerRows rows) throws SQLException;
    }

    private <T> T look(Store.LedgerWork<T> work) {
        return look((store, session, rows) -> work.on(session, rows));
    }

    /** What somebody has edited so that it cannot be read is no reason to close the store. */
    private <T> T look(Look<T> look) {
        PayloadJson ready = json.get(); // not in there: it is no fault of the store's if it cannot be had
        List<RuntimeException> unreadable = new ArrayList<>(1);
        T result = store.look(
                atMost,
                s -> s.ledger(() -> ready, (session, rows) -> {
                    try {
                        return look.at(s, session, rows);
                    } catch (IllegalArgumentException e) {
                        unreadable.add(e);
                        return null;
                    }
                }));
        if (!unreadable.isEmpty()) {
            throw new OutboxException(
                    "an entry cannot be read: " + unreadable.get(0).getMessage(), unreadable.get(0));
        }
        return result;
    }
}
