package io.roifilter.command;

import io.roifilter.config.Sources;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Ledger;
import io.roifilter.outbox.Standing;
import io.roifilter.outbox.State;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Says how many orders an outbox has, for each endpoint and account. */
@Command(
        name = "status",
        description =
                "Says how many orders an outbox has, for each endpoint and account: how many wait, since when, and when"
                        + " the next is due; how many were rejected; and how many ids of delivered ones it remembers.",
        footer = {"", "Exit code: 0, done; 1, there is something that could not be looked into; 2, wrong use."})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private OutboxChoice choice;

    private final PrintStream out;
    private final PrintStream err;

    StatusCommand(Sources settings, PrintStream out, PrintStream err) {
        choice = new OutboxChoice(settings);
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws FailedException, SQLException {
        try (OpenOutbox outbox = choice.open(false)) {
            for (Ledger ledger : outbox.ledgers()) {
                out.println(ledger + ":");
                show(ledger.standings());
            }
            outbox.tell(err);
            return outbox.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private void show(List<Standing> standings) {
        List<Destination> destinations = standings.stream()
                .map(Standing::destination)
                .distinct()
                .filter(choice::concerns)
                .toList();
        if (destinations.isEmpty()) {
            out.println("  no orders");
        }
        for (Destination destination : destinations) {
            out.println("  for " + destination);
            for (State state : List.of(State.WAITING, State.REJECTED, State.DELIVERED)) {
                show(
                        state,
                        standings.stream()
                                .filter(one -> one.state() == state
                                        && one.destination().equals(destination))
                                .findFirst());
            }
        }
    }

    private void show(State state, Optional<Standing> standing) {
        String more = state != State.WAITING
                ? ""
                : standing.map(waiting -> ", the oldest since " + EntryText.time(waiting.oldest()) + ", the next due "
                                + EntryText.time(waiting.nextDue()))
                        .orElse("");
        out.printf(Locale.ROOT, "    %,9d %s%s%n", standing.map(Standing::count).orElse(0L), state.text(), more);
    }
}
