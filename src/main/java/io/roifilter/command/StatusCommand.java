package io.roifilter.command;

import io.roifilter.config.Sources;
import io.roifilter.outbox.OutboxProbe;
import io.roifilter.outbox.UnstoredOrders;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Says how many orders an outbox has, for each endpoint and account. */
@Command(
        name = "status",
        description =
                "Says how many orders an outbox has, for each endpoint and account: how many wait, since when, and when"
                        + " the next is due; how many were rejected; and how many ids of delivered ones it remembers."
                        + " With --url also how the endpoint is, and what else the status page says.",
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
        choice.directory().map(OutboxProbe::unstored).ifPresent(this::tell);
        try (OpenOutbox outbox = choice.open(false)) {
            boolean complete = outbox.isComplete();
            for (OutboxLedger ledger : outbox.ledgers()) {
                OutboxLedger.Summary summary = ledger.summary(choice::concerns);
                out.println(ledger + ":");
                summary.lines().forEach(out::println);
                summary.problem().ifPresent(err::println);
                complete &= summary.problem().isEmpty();
            }
            outbox.tell(err);
            return complete ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private void tell(UnstoredOrders unstored) {
        if (unstored.orders() > 0) {
            out.println(unstored.orders() + " orders that the outbox could not take, for the next start, in "
                    + String.join(", ", unstored.files()));
        }
        if (!unstored.aside().isEmpty()) {
            out.println("lines that could not be read as orders, or that the outbox refused, in "
                    + String.join(", ", unstored.aside()));
        }
    }
}
