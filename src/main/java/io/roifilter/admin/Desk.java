package io.roifilter.admin;

import io.roifilter.api.EndpointProbe;
import io.roifilter.order.Amount;
import io.roifilter.order.RefusedValueException;
import io.roifilter.outbox.LedgerChange;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.LiveLedger;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.State;
import io.roifilter.relay.Relay;
import io.roifilter.text.LogGuard;
import io.roifilter.text.OneLine;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What an operator can look at beyond the status, and do: each of it says in a sentence what came of it, and takes a bounded time.
 * Thread-safe.
 */
public final class Desk {
    private static final int MAX_ROWS = 50;
    private static final int MAX_SHOWN = 255;

    private final LiveLedger ledger;
    private final Relay relay;
    private final EndpointProbe probe;
    private final Clock clock;

    Desk(LiveLedger ledger, Relay relay, EndpointProbe probe, Clock clock) {
        this.ledger = ledger;
        this.relay = relay;
        this.probe = probe;
        this.clock = clock;
    }

    /**
     * What came of an attempt to do something.
     *
     * @param isDone whether all of it was done
     */
    public record Answer(boolean isDone, String text) {}

    /**
     * All that is on it.
     *
     * @param orderId which is looked for
     */
    DeskView look(Optional<String> orderId) {
        Instant now = clock.instant();
        try {
            return new DeskView(
                    Optional.of(new History(ledger.hoursSince(History.since(now)), now)),
                    ledger.first(State.REJECTED, MAX_ROWS),
                    ledger.first(State.WAITING, MAX_ROWS),
                    orderId,
                    orderId.map(this::find).orElse(List.of()),
                    "");
        } catch (OutboxException e) {
            return DeskView.away(orderId, LogGuard.oneLine(e.getMessage()));
        }
    }

    /** What was typed or pasted may have spaces around it that are none of the order's, or just those. */
    private List<LedgerEntry> find(String orderId) {
        List<LedgerEntry> found = ledger.find(orderId);
        String stripped = orderId.strip();
        return found.isEmpty() && !stripped.equals(orderId) ? ledger.find(stripped) : found;
    }

    /** For who does without sentences. */
    LiveLedger ledger() {
        return ledger;
    }

    /**
     * Has an order sent again.
     *
     * @param id of the one entry that is meant; empty for all of the order
     * @param amount to be sent instead of its own; empty or blank if that is right
     */
    public Answer resend(String orderId, OptionalLong id, String amount) {
        Optional<String> mended;
        try {
            mended = amount.isBlank() ? Optional.empty() : Optional.of(Amount.of(amount));
        } catch (RefusedValueException e) {
            return new Answer(false, "Nothing was done: " + e.getMessage() + ".");
        }
        return answer(
                orderId,
                () -> ledger.resend(orderId, id, mended),
                "is sent again" + mended.map(" with the amount "::concat).orElse(""));
    }

    /** Forgets an order, which is then not sent any more; otherwise as {@link #resend}. */
    public Answer delete(String orderId, OptionalLong id) {
        return answer(orderId, () -> ledger.delete(orderId, id), "is deleted");
    }

    /** Sends now what waits, whatever it waits for. */
    public Answer sendNow() {
        try {
            int due = ledger.makeDue();
            relay.tryNow();
            return new Answer(
                    true,
                    due == 0
                            ? "Nothing waits for a later attempt; what waits is being sent."
                            : due + (due == 1 ? " order" : " orders") + " that waited for a later attempt "
                                    + (due == 1 ? "is" : "are") + " being sent now.");
        } catch (OutboxException e) {
            return away(e);
        }
    }

    /**
     * Tries the endpoint by a call that cannot store anything.
     *
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public Answer probe() throws InterruptedException {
        ProbedEndpoint probed = ProbedEndpoint.of(probe.run());
        return new Answer(probed.isWell(), probed.text() + ".");
    }

    private static Answer answer(String orderId, Supplier<List<LedgerChange>> change, String done) {
        String order = "Order " + OneLine.of(orderId, MAX_SHOWN);
        try {
            List<LedgerChange> changes = change.get();
            Optional<String> refusal =
                    changes.stream().flatMap(made -> made.refusal().stream()).findFirst();
            if (changes.isEmpty()) {
                return new Answer(false, order + " is not in the outbox.");
            }
            return refusal.map(why -> new Answer(false, order + " is left as it was: " + why + "."))
                    .orElseGet(() -> new Answer(true, order + " " + done + "."));
        } catch (OutboxException e) {
            return away(e);
        }
    }

    private static Answer away(OutboxException e) {
        return new Answer(false, "Nothing was done: " + LogGuard.oneLine(e.getMessage()) + ".");
    }
}
