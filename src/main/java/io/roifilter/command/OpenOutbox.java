package io.roifilter.command;

import io.roifilter.outbox.Ledger;
import io.roifilter.outbox.OutboxProbe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command has open: a database, a running shop's, or all files of a directory that could be opened.
 *
 * @param ledgers what could be opened
 * @param closed what could not, why, and what to do
 */
record OpenOutbox(List<OutboxLedger> ledgers, List<String> closed) implements AutoCloseable {
    static OpenOutbox of(OutboxLedger ledger) {
        return new OpenOutbox(List.of(ledger), List.of());
    }

    static OpenOutbox ofFiles(Path directory, boolean toChange) throws FailedException {
        OpenOutbox outbox = new OpenOutbox(new ArrayList<>(), new ArrayList<>());
        for (Path file : Ledger.files(directory)) {
            outbox.add(file, toChange);
        }
        if (outbox.ledgers().isEmpty() && outbox.closed().isEmpty()) {
            throw new FailedException(directory + " has no file of an outbox (outbox-1.db) with anything in it");
        }
        return outbox;
    }

    /** Says what the command has not seen. */
    void tell(PrintStream err) {
        closed.forEach(err::println);
    }

    boolean isComplete() {
        return closed.isEmpty();
    }

    @Override
    public void close() throws FailedException {
        List<String> failures = new ArrayList<>();
        for (OutboxLedger ledger : ledgers) {
            try {
                ledger.close();
            } catch (IOException e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw new FailedException(String.join("; ", failures));
        }
    }

    private void add(Path file, boolean toChange) {
        try {
            Optional<String> owner = OutboxProbe.otherOwner(file);
            if (owner.isPresent()) {
                // Files that a command leaves beside it would be nobody's whom the shop can open them for.
                closed.add(file + " is " + owner.get() + "'s: run the command as that user (sudo -u " + owner.get()
                        + " java -jar …), or the shop could not open it any more");
                return;
            }
            Optional<Ledger> ledger = Ledger.ofFile(file, toChange, Clock.systemUTC());
            ledger.ifPresentOrElse(
                    opened -> ledgers.add(new OwnLedger(opened)),
                    () -> closed.add(
                            file + " is locked, because the shop runs and has it: give --url with the address of its"
                                    + " status page, such as --url https://shop.example.com/roi-status (statusPath); or stop"
                                    + " the shop, run the command again, and start the shop"));
        } catch (IOException | SQLException e) {
            closed.add(file + " cannot be opened: " + e.getMessage());
        }
    }
}
