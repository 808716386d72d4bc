package io.roifilter.command;

import io.roifilter.outbox.LedgerChange;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.State;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries that a command was told of by their order ids, and what becomes of them. Not thread-safe. */
final class Selection {
    private final OpenOutbox outbox;
    private final OutboxChoice choice;
    private final PrintStream out;
    private final List<Found> found = new ArrayList<>();
    private boolean complete = true;

    /** An entry, and where it is. */
    private record Found(OutboxLedger ledger, LedgerEntry entry) {}

    /** What is done with an entry. */
    interface Changing {
        List<LedgerChange> of(OutboxLedger ledger, List<LedgerEntry> entries) throws FailedException, SQLException;
    }

    /** @param out is told of what is not done */
    Selection(OpenOutbox outbox, OutboxChoice choice, PrintStream out) {
        this.outbox = outbox;
        this.choice = choice;
        this.out = out;
    }

    /** Finds these; says which there are not, and which might be another application's. */
    Selection find(List<String> orderIds) throws FailedException, SQLException {
        for (String orderId : orderIds) {
            List<Found> these = find(orderId);
            long destinations = these.stream()
                    .map(one -> one.entry().destination())
                    .distinct()
                    .count();
            if (these.isEmpty()) {
                leave(orderId, "there is no such order" + (outbox.isComplete() ? "" : " in what could be opened"));
            } else if (destinations > 1) {
                leave(orderId, "several applications have an order of this id: say which by --endpoint or --account");
            } else {
                found.addAll(these);
            }
        }
        return this;
    }

    List<LedgerEntry> entries() {
        return found.stream().map(Found::entry).toList();
    }

    /** Changes each, and says so. */
    void change(String done, Changing changing) throws FailedException, SQLException {
        for (Found one : found) {
            for (LedgerChange change : changing.of(one.ledger(), List.of(one.entry()))) {
                Optional<String> refusal = change.refusal();
                if (refusal.isPresent()) {
                    leave(one.entry().orderId(), refusal.get());
                } else {
                    say(one.entry().orderId(), done);
                }
            }
        }
    }

    /** Whether all was done. */
    boolean isComplete() {
        return complete && outbox.isComplete();
    }

    /** Of several entries of one application, those that can be sent or deleted; orders may count more than once. */
    private List<Found> find(String orderId) throws FailedException, SQLException {
        List<Found> all = new ArrayList<>();
        for (OutboxLedger ledger : outbox.ledgers()) {
            ledger.find(orderId).stream().filter(choice::concerns).forEach(entry -> all.add(new Found(ledger, entry)));
        }
        List<Found> open = all.stream()
                .filter(one -> one.entry().state() != State.DELIVERED)
                .toList();
        return open.isEmpty() ? all : open;
    }

    private void leave(String orderId, String why) {
        complete = false;
        say(orderId, why);
    }

    private void say(String orderId, String what) {
        out.println(EntryText.line(orderId) + ": " + what);
    }
}
