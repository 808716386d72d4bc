package io.roifilter.command;

import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Ledger;
import io.roifilter.outbox.LedgerChange;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.LiveLedger;
import io.roifilter.outbox.Standing;
import io.roifilter.outbox.State;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A database, or a file that no instance has. */
final class OwnLedger implements OutboxLedger {
    private static final int PAGE = 500;

    private final Ledger ledger;

    /** @param ledger closed with this one */
    OwnLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Summary summary(Predicate<Destination> concerned) throws SQLException {
        List<String> lines = new ArrayList<>();
        List<Standing> standings = ledger.standings();
        standings.stream()
                .map(Standing::destination)
                .distinct()
                .filter(concerned)
                .forEach(destination -> {
                    lines.add("  for " + destination);
                    for (State state : List.of(State.WAITING, State.REJECTED, State.DELIVERED)) {
                        lines.add(line(state, standings, destination));
                    }
                });
        return new Summary(lines.isEmpty() ? List.of("  no orders") : lines, Optional.empty());
    }

    private static String line(State state, List<Standing> standings, Destination destination) {
        Optional<Standing> standing = standings.stream()
                .filter(one -> one.state() == state && one.destination().equals(destination))
                .findFirst();
        Optional<Standing> waiting = standing.filter(one -> state == State.WAITING);
        return EntryText.count(standing.map(Standing::count).orElse(0L), state, waiting.map(Standing::oldest))
                + waiting.map(one -> ", the next due " + EntryText.time(one.nextDue()))
                        .orElse("");
    }

    @Override
    public LiveLedger.Page page(State state, long after) throws SQLException {
        List<LedgerEntry> entries = ledger.page(state, after, PAGE);
        return new LiveLedger.Page(
                entries,
                entries.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(entries.get(entries.size() - 1).id()));
    }

    @Override
    public List<LedgerEntry> find(String orderId) throws SQLException {
        return ledger.find(orderId);
    }

    @Override
    public List<LedgerChange> resend(List<LedgerEntry> entries, Optional<String> amount) throws SQLException {
        return ledger.resend(entries, amount);
    }

    @Override
    public List<LedgerChange> delete(List<LedgerEntry> entries) throws SQLException {
        return ledger.delete(entries);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }

    @Override
    public String toString() {
        return ledger.toString();
    }
}
