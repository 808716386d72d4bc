package io.roifilter.relay;

import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which orders the endpoint, or what stands before it, does not take while it takes others. Of a refusal alone nobody can
 * tell whom it is meant for; an order is singled out when it was refused, others were taken that were sent after that, and
 * it was refused again; or when one answer takes others and not it. In memory only: after a restart it is found out anew,
 * by a few POSTs. Thread-safe.
 */
final class Suspects {
    /** So many different orders refused in a row, and none taken: then it is no single order's fault. */
    static final int OPINIONS = 3;

    /** How many there can be; those suspected first are forgotten first, and found out again. */
    private static final int MAX = 1000;

    private static final int SINGLED_OUT = 2;

    /** Guarded by the outer one. */
    private static final class Suspicion {
        private int refusals;
        private int own; // refusals since it is singled out
        private boolean byStatus; // the last one, which is not a fault that passes
        private boolean
                decisive; // the last one; what was sent after it was taken, or nothing was sent shortly before it
        private int rounds; // how often it was refused after others were taken; the first time is one
        private long lastRefusal;
        private boolean goesAlone;
    }

    // Mutable state, guarded by this
    private final Map<String, Suspicion> suspicions = new LinkedHashMap<>();
    private final Set<String> refusedInARow = new HashSet<>(); // alone, and not singled out; none taken since
    private boolean accountRefused; // and nothing taken since
    private long events; // orders what happens in time, whatever clocks do
    private long lastTaken; // when the last POST was begun of which something was taken

    /** To be called before a POST, and handed to {@link #taken}: what was on its way already says nothing of what follows. */
    synchronized long begin() {
        return ++events;
    }

    /** The endpoint has dealt with these. */
    synchronized void taken(long begun, List<Entry> entries) {
        lastTaken = Math.max(lastTaken, begun);
        refusedInARow.clear();
        accountRefused = false;
        entries.forEach(entry -> suspicions.remove(key(entry)));
    }

    /** An answer that takes others does not take this one. */
    synchronized void passedOver(Entry entry) {
        Suspicion suspicion = suspicion(entry);
        suspicion.rounds = Math.max(SINGLED_OUT, suspicion.rounds + 1);
        suspicion.decisive = true;
        refused(suspicion);
    }

    /** Others of the same claim have been taken, with which it had been refused. */
    synchronized void othersTaken(Entry entry) {
        Suspicion suspicion = suspicions.get(key(entry));
        if (suspicion != null && suspicion.rounds < SINGLED_OUT) {
            suspicion.rounds = SINGLED_OUT;
            suspicion.own = 1;
        }
        refusedInARow.remove(key(entry));
    }

    /**
     * It was sent alone, and refused.
     *
     * @param othersTaken whether others of the same claim have been taken that it had been refused with
     * @param decisive whether that it was the last of many cannot be the reason
     */
    synchronized void refusedAlone(Entry entry, Verdict verdict, boolean othersTaken, boolean decisive) {
        Suspicion suspicion = suspicion(entry);
        suspicion.byStatus = verdict instanceof Verdict.Blocked blocked && !blocked.isAccounts();
        suspicion.decisive = decisive;
        if (suspicion.rounds == 0 || lastTaken > suspicion.lastRefusal) {
            suspicion.rounds++;
        }
        if (othersTaken) {
            suspicion.rounds = Math.max(SINGLED_OUT, suspicion.rounds);
        }
        suspicion.goesAlone = true;
        refused(suspicion);
        if (suspicion.rounds < SINGLED_OUT && refusedInARow.size() < OPINIONS) {
            refusedInARow.add(key(entry));
        }
    }

    /** An answer says that it is the account, and nothing shows that it is one order all the same. */
    synchronized void accountRefused() {
        accountRefused = true;
    }

    /** Whether it is sent alone, so that it spoils nothing for others: not what has merely met an outage. */
    synchronized boolean goesAlone(Entry entry) {
        Suspicion suspicion = suspicions.get(key(entry));
        return suspicion != null && suspicion.goesAlone && suspicion.rounds >= SINGLED_OUT;
    }

    /** Whether it is this order, and not the endpoint, to which a refusal is due. */
    synchronized boolean isSingledOut(Entry entry) {
        Suspicion suspicion = suspicions.get(key(entry));
        return suspicion != null && suspicion.rounds >= SINGLED_OUT;
    }

    /** How often it was refused since it is known that this is its own affair, the last time before included. */
    synchronized int ownRefusals(Entry entry) {
        Suspicion suspicion = suspicions.get(key(entry));
        return suspicion == null ? 0 : suspicion.own;
    }

    /**
     * Whether it was refused often enough to be set aside. If it was the last of many that were sent, a limit of their number
     * may have been the reason; it comes first then: see {@link #first}.
     */
    synchronized boolean mayEnd(Entry entry) {
        Suspicion suspicion = suspicions.get(key(entry));
        return suspicion != null && suspicion.refusals >= RelayPolicy.MAX_REFUSALS && suspicion.decisive;
    }

    /** Of several that go alone, the one to be sent before all others: the one that is next to be set aside. */
    synchronized Optional<Entry> first(List<Entry> alone) {
        return alone.stream()
                .filter(entry -> {
                    Suspicion suspicion = suspicions.get(key(entry));
                    return suspicion != null && suspicion.byStatus;
                })
                .max(Comparator.comparingInt(this::refusals));
    }

    /** How often it was refused since it is suspected. */
    synchronized int refusals(Entry entry) {
        Suspicion suspicion = suspicions.get(key(entry));
        return suspicion == null ? 0 : suspicion.refusals;
    }

    /** Whether nothing suggests that the endpoint refuses all orders now. */
    synchronized boolean areTheOnlyOnes() {
        return refusedInARow.isEmpty() && !accountRefused;
    }

    /** Whether so many have been refused that it is no single order's fault. */
    synchronized boolean areMany() {
        return refusedInARow.size() >= OPINIONS;
    }

    synchronized void forget(Entry entry) {
        suspicions.remove(key(entry));
    }

    /** Whether an answer may be due to what is in an order, rather than to the network or the account. */
    static boolean mayBeTheOrders(Verdict verdict) {
        if (verdict instanceof Verdict.Retry retry) {
            return !retry.isUnsent();
        }
        return verdict instanceof Verdict.Blocked blocked && !blocked.isAccounts();
    }

    private void refused(Suspicion suspicion) {
        suspicion.refusals++;
        if (suspicion.rounds >= SINGLED_OUT) {
            suspicion.own++;
        }
        suspicion.lastRefusal = ++events;
    }

    /** Numbers alone may be another file's. No record, whose equals keeps the class loader until Java 19 (see Problem). */
    private static String key(Entry entry) {
        return entry.id() + " " + entry.call().reference();
    }

    private Suspicion suspicion(Entry entry) {
        Suspicion suspicion = suspicions.computeIfAbsent(key(entry), key -> new Suspicion());
        if (suspicions.size() > MAX) {
            suspicions.remove(suspicions.keySet().iterator().next());
        }
        return suspicion;
    }
}
