package io.roifilter.command;

import io.roifilter.config.Sources;
import io.roifilter.outbox.LedgerEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes orders that shall not be sent. */
@Command(
        name = "delete",
        description =
                "Deletes orders that were rejected or wait, so that they are never sent. Shows them, and asks before it"
                        + " does.",
        footer = {
            "",
            "Delivered ones stay, because their ids tell repeats. What is being sent at this moment is left alone.",
            "",
            "Exit code: 0, done; 1, some are left as they were, as the output says, or all if the answer was not yes; 2,"
                    + " wrong use, nothing was done."
        })
final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private OutboxChoice choice;

    @Parameters(paramLabel = "ORDERID", arity = "1..*", description = "Whose orders; as the shop knows them.")
    private List<String> orderIds;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    DeleteCommand(Sources settings, InputStream in, PrintStream out, PrintStream err) {
        choice = new OutboxChoice(settings);
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws FailedException, SQLException, IOException {
        try (OpenOutbox outbox = choice.open(true)) {
            Selection selection = new Selection(outbox, choice, out).find(orderIds);
            outbox.tell(err);
            if (!selection.entries().isEmpty() && !isConfirmed(selection.entries())) {
                out.println("nothing was deleted");
                return ExitCode.SOFTWARE;
            }
            selection.change("deleted", (ledger, entries) -> ledger.delete(entries));
            return selection.isComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private boolean isConfirmed(List<LedgerEntry> entries) throws IOException {
        if (yes) {
            return true;
        }
        try (ListFormat list = ListFormat.Name.table.to(out)) {
            entries.forEach(list::add);
        }
        out.print("delete " + (entries.size() == 1 ? "this order" : "these " + entries.size() + " orders")
                + " for good? yes or no: ");
        out.flush();
        String answer = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())).readLine();
        return answer != null && List.of("yes", "y").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
