package io.roifilter.command;

import io.roifilter.config.Sources;
import io.roifilter.order.Amount;
import io.roifilter.order.RefusedValueException;
import io.roifilter.outbox.LedgerChange;
import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.State;
import io.roifilter.replay.Progress;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has orders sent again that were rejected, or that wait for their next attempt. */
@Command(
        name = "resend",
        description = "Has orders sent again that were rejected, when the cause was mended, or that wait for their next"
                + " attempt: now, and for as long as new ones. The shop sends them; from a file when it starts again.",
        footer = {
            "",
            "What the shop's own rules refused is sent with a mended --amount only. What is being sent at this moment is left"
                    + " alone.",
            "",
            "Exit code: 0, done; 1, some are left as they were, as the output says; 2, wrong use, nothing was done."
        })
final class ResendCommand implements Callable<Integer> {
    private static final int MAX_SAID = 20;

    @Mixin
    private OutboxChoice choice;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ORDERID", description = "Whose orders; as the shop knows them.")
    private List<String> orderIds = new ArrayList<>();

    @Option(names = "--all-rejected", description = "All that were rejected, but by the shop's own rules.")
    private boolean allRejected;

    @Option(
            names = "--amount",
            paramLabel = "AMOUNT",
            description = "What the one order is sent with: US dollars, such as 152.99.")
    private String amount;

    private final PrintStream out;
    private final PrintStream err;
    private int sent;
    private int left;

    ResendCommand(Sources settings, PrintStream out, PrintStream err) {
        choice = new OutboxChoice(settings);
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws FailedException, SQLException {
        if (orderIds.isEmpty() != allRejected) {
            throw wrongUse("which orders? Give their ids, or --all-rejected");
        }
        if (amount != null && orderIds.size() != 1) {
            throw wrongUse("--amount is one order's");
        }
        Optional<String> mended = mendedAmount();
        try (OpenOutbox outbox = choice.open(true)) {
            boolean done = allRejected ? resendAll(outbox) : resend(outbox, mended);
            outbox.tell(err);
            return done ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private boolean resend(OpenOutbox outbox, Optional<String> mended) throws FailedException, SQLException {
        Selection selection = new Selection(outbox, choice, out).find(orderIds);
        selection.change("will be sent", (ledger, entries) -> ledger.resend(entries, mended));
        return selection.isComplete();
    }

    private boolean resendAll(OpenOutbox outbox) throws FailedException, SQLException {
        Progress progress = new Progress(err, System::nanoTime);
        try {
            for (OutboxLedger ledger : outbox.ledgers()) {
                ledger.each(State.REJECTED, entries -> {
                    List<LedgerEntry> ours =
                            entries.stream().filter(choice::concerns).toList();
                    ledger.resend(ours, Optional.empty()).forEach(this::count);
                    progress.show(() -> String.format(Locale.ROOT, "%,d will be sent so far", sent));
                    return true;
                });
            }
        } finally {
            out.printf(Locale.ROOT, "%,d will be sent, %,d are left as they were%n", sent, left);
        }
        return left == 0 && outbox.isComplete();
    }

    private void count(LedgerChange change) {
        if (change.refusal().isEmpty()) {
            sent++;
        } else if (left++ < MAX_SAID) {
            out.println(EntryText.line(change.entry().orderId()) + ": "
                    + change.refusal().get());
        }
    }

    private Optional<String> mendedAmount() {
        try {
            return amount == null ? Optional.empty() : Optional.of(Amount.of(amount));
        } catch (RefusedValueException e) {
            throw wrongUse("--amount: " + e.getMessage());
        }
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
