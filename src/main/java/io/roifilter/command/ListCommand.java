package io.roifilter.command;

import io.roifilter.config.Sources;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.State;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists entries of an outbox. */
@Command(
        name = "list",
        description =
                "Lists orders of an outbox, in the order in which they came: by default those that wait and those that"
                        + " were rejected. Of roi_data, which identifies a contact, only the beginning is shown.",
        footer = {
            "",
            "Exit code: 0, done, or cut as --limit says; 1, there is something that could not be looked into; 2, wrong use."
        })
final class ListCommand implements Callable<Integer> {
    @Mixin
    private OutboxChoice choice;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "waiting, rejected or delivered; may be given several times.")
    private List<State> states = List.of(State.WAITING, State.REJECTED);

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The most that are listed; ${DEFAULT-VALUE} if not given.")
    private int limit = 100;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv or json; table if not given. Times are in UTC.")
    private ListFormat.Name format = ListFormat.Name.table;

    private final PrintStream out;
    private final PrintStream err;

    ListCommand(Sources settings, PrintStream out, PrintStream err) {
        choice = new OutboxChoice(settings);
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws FailedException, SQLException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        try (OpenOutbox outbox = choice.open(false)) {
            int listed = 0;
            try (ListFormat list = format.to(out)) {
                for (OutboxLedger ledger : outbox.ledgers()) {
                    for (State state : states) {
                        listed += list(ledger, state, limit - listed, list);
                    }
                }
            }
            if (listed == limit) {
                err.println("there may be more: --limit shows them");
            }
            outbox.tell(err);
            return outbox.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    /** @return how many */
    private int list(OutboxLedger ledger, State state, int max, ListFormat list) throws FailedException, SQLException {
        if (max == 0) {
            return 0;
        }
        AtomicInteger left = new AtomicInteger(max);
        ledger.each(state, entries -> {
            List<LedgerEntry> ours =
                    entries.stream().filter(choice::concerns).limit(left.get()).toList();
            ours.forEach(list::add);
            return left.addAndGet(-ours.size()) > 0;
        });
        return max - left.get();
    }
}
