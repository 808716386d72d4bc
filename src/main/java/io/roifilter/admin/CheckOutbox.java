package io.roifilter.admin;

import io.roifilter.config.OutboxLocation;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.outbox.OutboxProbe;
import io.roifilter.outbox.UnstoredOrders;
import io.roifilter.text.Durations;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where orders wait: a directory and its disk, or a database. */
final class CheckOutbox {
    private static final long ENOUGH_BYTES = 100L << 20;
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final Pattern REMOTE = Pattern.compile("(?i)nfs.*|cifs|smb.*|fuse\\.sshfs|9p");

    private final DoctorReport report;
    private final Optional<Path> given;
    private final Function<OutboxLocation.Jdbc, Optional<String>> shared;

    CheckOutbox(DoctorReport report, Optional<Path> given, Function<OutboxLocation.Jdbc, Optional<String>> shared) {
        this.report = report;
        this.given = given;
        this.shared = shared;
    }

    void check(Resolution settings) {
        given.or(() -> settings.value(Settings.OUTBOX_DIRECTORY)).ifPresent(this::unstored);
        Optional<OutboxLocation> location = settings.value(Settings.OUTBOX);
        if (location.filter(OutboxLocation.Embedded.class::isInstance).isPresent()) {
            Optional<Path> directory = given.or(() -> settings.value(Settings.OUTBOX_DIRECTORY));
            directory.ifPresentOrElse(
                    this::directory,
                    () -> report.skipped("outboxDirectory is not set, so that orders wait in roi/<context> below the"
                            + " server's base; --directory shows whether that is well"));
        } else if (location.filter(OutboxLocation.Jndi.class::isInstance).isPresent()) {
            report.skipped("outbox: " + location.get() + " is the server's, and cannot be tried from here");
        } else if (location.isPresent() && location.get() instanceof OutboxLocation.Jdbc jdbc) {
            shared.apply(jdbc)
                    .ifPresentOrElse(
                            trouble -> report.wrong("outbox: " + trouble),
                            () -> report.ok("outbox: the database " + jdbc + " answers"));
        }
    }

    private void unstored(Path directory) {
        UnstoredOrders unstored = OutboxProbe.unstored(directory);
        if (unstored.orders() > 0) {
            report.wrong(unstored.orders() + " orders that the outbox could not take are in "
                    + String.join(", ", unstored.files())
                    + ": start the shop, or see that its outbox can be written, and it takes them up by itself; without it,"
                    + " the command replay sends them");
        }
        if (!unstored.aside().isEmpty()) {
            report.wrong("lines that could not be read as orders, or that the outbox refused, are in "
                    + String.join(", ", unstored.aside())
                    + ": look at them (replay --dry-run), and delete what is of no use any more");
        }
    }

    private void directory(Path directory) {
        Path there = directory.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            report.wrong("outboxDirectory: " + there + " is no directory; name one, or move what is there");
            return;
        }
        Optional<String> owner = OutboxProbe.otherOwner(there);
        if (owner.isPresent() && Files.exists(directory)) {
            report.skipped(
                    "outboxDirectory: " + directory + " is " + owner.get() + "'s: run doctor as the user of the server"
                            + " (sudo -u " + owner.get() + " java -jar …) to see what that user may do");
        }
        if (write(directory, there)) {
            disk(there);
        }
    }

    private boolean write(Path directory, Path there) {
        try {
            Duration time = OutboxProbe.forcedWrite(there);
            String what = "outboxDirectory: " + directory
                    + (Files.exists(directory) ? " can be written" : " will be made, as " + there + " can be written");
            if (time.compareTo(SLOW) > 0) {
                report.wrong(what + ", but a forced write takes " + Durations.text(time)
                        + ", which every order waits for: take a faster disk, or set acceptTimeout to 0s");
            } else {
                report.ok(
                        what + "; a forced write takes " + String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6));
            }
            return true;
        } catch (IOException e) {
            report.wrong("outboxDirectory: nothing can be written to " + there + " (" + reason(e)
                    + "): orders would go to the log. " + remedy(e));
            return false;
        }
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static String remedy(IOException e) {
        return String.valueOf(e.getMessage()).contains("Read-only")
                ? "Mount the disk writable, under systemd by ReadWritePaths= or StateDirectory=, or set outboxDirectory to"
                        + " another"
                : "Give it to the user that the server runs as (chown), or set outboxDirectory to another";
    }

    private void disk(Path there) {
        try {
            FileStore store = Files.getFileStore(there);
            long mega = store.getUsableSpace() >> 20;
            if (REMOTE.matcher(store.type()).matches()) {
                report.wrong("outboxDirectory: " + there + " is on " + store.type()
                        + ", where SQLite's files are not safe: take"
                        + " a disk of this machine, or a shared outbox (setting outbox)");
            } else if (store.getUsableSpace() < ENOUGH_BYTES) {
                report.wrong("outboxDirectory: " + mega + " MiB are free on the disk of " + there
                        + ": make room, before orders" + " go to the log");
            } else {
                report.ok("outboxDirectory: " + mega + " MiB are free on its disk (" + store.type() + ")");
            }
        } catch (IOException e) {
            report.skipped("outboxDirectory: nobody can tell how much is free: " + e.getMessage());
        }
    }
}
