package io.roifilter.command;

import io.roifilter.outbox.Destination;
import io.roifilter.outbox.LedgerChange;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.LiveLedger;
import io.roifilter.outbox.State;
import java.io.Closeable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** An outbox as the commands see it: one that they have open themselves, or that of a shop that runs. Not thread-safe. */
interface OutboxLedger extends Closeable {
    /**
     * How an outbox stands.
     *
     * @param lines for a person
     * @param problem why that is not all; empty if it is
     */
    record Summary(List<String> lines, Optional<String> problem) {}

    /** What is done with some of a state's entries. */
    interface Visit {
        /** @return whether the next are wanted */
        boolean of(List<LedgerEntry> entries) throws FailedException, SQLException;
    }

    /** @param concerned for whom the orders are that are counted */
    Summary summary(Predicate<Destination> concerned) throws FailedException, SQLException;

    /** As {@link LiveLedger#page}. */
    LiveLedger.Page page(State state, long after) throws FailedException, SQLException;

    /** All entries of an order. */
    List<LedgerEntry> find(String orderId) throws FailedException, SQLException;

    /**
     * Has entries sent again.
     *
     * @param amount to be sent instead of theirs
     * @return one for each, in their order
     */
    List<LedgerChange> resend(List<LedgerEntry> entries, Optional<String> amount) throws FailedException, SQLException;

    /** Forgets entries; otherwise as {@link #resend}. */
    List<LedgerChange> delete(List<LedgerEntry> entries) throws FailedException, SQLException;

    /** All of a state, in the order in which they came, until no more are wanted. */
    default void each(State state, Visit visit) throws FailedException, SQLException {
        OptionalLong after = OptionalLong.of(0);
        while (after.isPresent()) {
            LiveLedger.Page page = page(state, after.getAsLong());
            after = visit.of(page.entries()) ? page.last() : OptionalLong.empty();
        }
    }
}
