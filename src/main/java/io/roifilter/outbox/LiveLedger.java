package io.roifilter.outbox;

import io.roifilter.api.PayloadJson;
import io.roifilter.jdbc.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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

    /** So often for one page. */
    private static final int LOOKS = 50;

    private static final long SEARCH_NANOS = Duration.ofSeconds(10).toNanos();

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

    /**
     * Entries in the order in which they came.
     *
     * @param last the id after which the next page begins; empty if there is no more
     */
    public record Page(List<LedgerEntry> entries, OptionalLong last) {}

    /** An entry as it was listed; another order's in its place is not meant. */
    public record Listed(long id, String orderId) {}

    /**
     * Entries in one state, as many as can be found in a short time: maybe none, though there are more.
     *
     * @param after the end of the page before; 0 for the first page
     */
    public Page page(State state, long after, int max) {
        List<LedgerEntry> found = new ArrayList<>();
        long last = after;
        long enough = System.nanoTime() + SEARCH_NANOS;
        for (int i = 0; i < LOOKS && System.nanoTime() - enough < 0; i++) {
            long before = last;
            OptionalLong first = look((session, rows) -> rows.idAfter(session, before));
            if (first.isEmpty()) {
                return new Page(found, OptionalLong.empty());
            }
            long end = first.getAsLong() + ROWS_AT_ONCE;
            int wanted = max - found.size();
            found.addAll(look((session, rows) -> rows.in(session, state, first.getAsLong(), end, wanted)));
            if (found.size() == max) {
                return new Page(found, OptionalLong.of(found.get(max - 1).id()));
            }
            last = end - 1;
        }
        return new Page(found, OptionalLong.of(last));
    }

    /** Whether other instances have it open, too. */
    public boolean isShared() {
        return store.look(atMost, Store::isShared);
    }

    /**
     * All entries of an order that can be found in a short time: those that are known by its id at once, and then those that are
     * always new, which have no index. What was reported is known as long as it is kept.
     */
    public List<LedgerEntry> find(String orderId) {
        SortedMap<Long, LedgerEntry> found = new TreeMap<>();
        look((session, rows) -> rows.with(session, "duplicate_key", orderId))
                .forEach(entry -> found.put(entry.id(), entry));
        long end = System.nanoTime() + SEARCH_NANOS;
        OptionalLong next = look((session, rows) -> rows.idAfter(session, 0));
        while (next.isPresent() && System.nanoTime() - end < 0) {
            long first = next.getAsLong();
            look((session, rows) -> rows.of(session, orderId, first, first + ROWS_AT_ONCE))
                    .forEach(entry -> found.put(entry.id(), entry));
            next = look((session, rows) -> rows.idAfter(session, first + ROWS_AT_ONCE - 1));
        }
        return List.copyOf(found.values());
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

    /**
     * As {@link #resend(String, OptionalLong, Optional)}, each of which was listed, all in one transaction.
     *
     * @return for each, in their order, why it is left as it was; empty if it is sent again
     */
    public List<Optional<String>> resend(List<Listed> listed, Optional<String> amount) {
        List<Optional<String>> refusals = change(
                listed,
                Optional.of(State.WAITING),
                (session, ledger, entries) -> ledger.resend(session, entries, amount));
        accepted.run();
        return refusals;
    }

    /** Forgets them; otherwise as {@link #resend(List, Optional)}. */
    public List<Optional<String>> delete(List<Listed> listed) {
        return change(listed, Optional.empty(), (session, ledger, entries) -> ledger.delete(session, entries));
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
        List<Long> meant = id.isPresent()
                ? List.of(id.getAsLong())
                : find(orderId).stream().map(LedgerEntry::id).toList();
        return look((store, session, rows) -> {
            List<LedgerEntry> entries = new ArrayList<>();
            for (long one : meant) {
                entries.addAll(rows.of(session, orderId, one, one + 1)); // another's may have the number by now
            }
            List<LedgerChange> made = change.make(session, new LedgerChanges(rows), entries);
            store.changed(made, after);
            return made;
        });
    }

    private List<Optional<String>> change(List<Listed> listed, Optional<State> after, Change change) {
        return look((store, session, rows) -> {
            List<List<LedgerEntry>> found = new ArrayList<>();
            for (Listed one : listed) {
                found.add(rows.of(session, one.orderId(), one.id(), one.id() + 1));
            }
            List<LedgerChange> made = change.make(
                    session,
                    new LedgerChanges(rows),
                    found.stream().flatMap(List::stream).toList());
            store.changed(made, after);
            Iterator<LedgerChange> next = made.iterator();
            return found.stream()
                    .map(one -> one.isEmpty()
                            ? Optional.of(LedgerChanges.GONE)
                            : next.next().refusal())
                    .toList();
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
