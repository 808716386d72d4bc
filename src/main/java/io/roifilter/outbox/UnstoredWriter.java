package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.text.ApplicationLog;
import io.roifilter.thread.DaemonThread;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes lines with orders that no store takes to a file of their own beside the outbox's, forced to the disk, many at a
 * time, whatever becomes of the log. Thread-safe.
 *
 * <p>A disk in trouble must hold up nobody: it is written by a thread that lives while there is something to write, and for
 * which nobody waits longer than he says, and not at all while it has been at one write for {@value #STUCK_MILLIS} ms. Whoever
 * is told that his lines are not on disk has them go to the log.
 */
final class UnstoredWriter {
    private static final int STUCK_MILLIS = 500;
    private static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(STUCK_MILLIS);

    /** After a failure: a file that cannot be made is not tried for every order. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Beyond that the log has them. */
    private static final int MAX_PARTS = 10_000;

    /** Said of a file again when so many times as many orders are in it. */
    private static final int GROWTH = 10;

    private final String name;
    private final OutboxDirectory directory;
    private final Destination destination;
    private final UnstoredCounts counts;
    private final ApplicationLog log;
    private final SqliteFiles files = new SqliteFiles();

    // Guarded by this
    private final List<Part> waiting = new ArrayList<>();
    private boolean running;
    private long underWaySince; // while it is running
    private boolean failed; // the last write
    private long failedAt;
    private volatile boolean wrote;

    // The thread's, of which there is one at a time
    private Path toldOf;
    private long told;
    private boolean toldOfFailure;

    /** What one caller has handed in. */
    private static final class Part {
        private final List<String> lines;
        private boolean done;
        private boolean written;

        private Part(List<String> lines) {
            this.lines = lines;
        }
    }

    /** @param name the application's */
    UnstoredWriter(
            String name,
            OutboxDirectory directory,
            Destination destination,
            UnstoredCounts counts,
            ApplicationLog log) {
        this.name = name;
        this.directory = directory;
        this.destination = destination;
        this.counts = counts;
        this.log = log;
    }

    /**
     * Adds lines to the file, and waits for that.
     *
     * @param nanos the longest wait, which no interrupt ends
     * @return whether they are on disk; if not, they may get there all the same
     */
    synchronized boolean write(List<String> lines, long nanos) {
        if (waiting.size() >= MAX_PARTS
                || running && System.nanoTime() - underWaySince > STUCK_NANOS
                || failed && System.nanoTime() - failedAt < PAUSE_NANOS) {
            return false;
        }
        Part part = new Part(lines);
        waiting.add(part);
        if (!running && !start()) {
            waiting.remove(part);
            return false;
        }
        await(part, nanos);
        waiting.remove(part);
        return part.written;
    }

    /** Whether something was written since this was last asked. */
    boolean hasWritten() {
        boolean written = wrote;
        wrote = false;
        return written;
    }

    private boolean start() {
        try {
            underWaySince = System.nanoTime();
            DaemonThread.of("unstored", name, this::run).start();
            running = true;
            return true;
        } catch (OutOfMemoryError e) {
            return false; // no thread can be had; the log has the orders
        }
    }

    private void await(Part part, long nanos) {
        boolean interrupted = false;
        long end = System.nanoTime() + nanos;
        for (long left = nanos; !part.done && left > 0; left = end - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(TimeUnit.MILLISECONDS.toNanos(1), left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Part> parts = next();
        while (!parts.isEmpty()) {
            boolean written = false;
            try {
                written = write(parts);
            } catch (Throwable e) {
                tellOfFailure(e);
            } finally {
                done(parts, written);
            }
            parts = next();
        }
    }

    /** What is to be written together; empty if the thread has ended. */
    private synchronized List<Part> next() {
        running = false; // unless this goes well: memory may be short
        List<Part> parts = new ArrayList<>(waiting);
        waiting.clear();
        running = !parts.isEmpty();
        underWaySince = System.nanoTime();
        return parts;
    }

    private synchronized void done(List<Part> parts, boolean written) {
        failed = !written;
        failedAt = System.nanoTime();
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).written = written;
            parts.get(i).done = true;
        }
        notifyAll();
    }

    private boolean write(List<Part> parts) throws IOException {
        List<String> lines = parts.stream().flatMap(part -> part.lines.stream()).toList();
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        files.closeAll(); // that an error has left held
        for (int number = 1; number <= OutboxDirectory.MAX_FILES; number++) {
            Path file = directory.unstored(number);
            if (add(file, bytes, lines.size())) {
                wrote = true;
                toldOfFailure = false;
                tell(file);
                return true;
            }
        }
        throw new IOException(
                "none of " + OutboxDirectory.MAX_FILES + " files unstored-N.log in " + directory + " is free");
    }

    /** @return whether they are there now; false if another uses the file, or it is for somebody else */
    private boolean add(Path file, byte[] lines, int count) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Optional<SqliteFile> held = files.hold(file);
        if (held.isEmpty()) {
            return false;
        }
        try {
            Optional<UnstoredFile.Added> added = UnstoredFile.add(file, destination, lines);
            added.ifPresent(there -> counts.added(file, there, count, destination));
            return added.isPresent();
        } finally {
            held.get().close();
        }
    }

    private void tell(Path file) {
        long orders = counts.in(file);
        if (!file.equals(toldOf) || orders < told || orders >= GROWTH * told) {
            toldOf = file;
            told = orders;
            log.log(
                    Level.ERROR,
                    UnstoredOrders.text(orders) + " that the outbox could not take "
                            + (orders == 1 ? "is in " : "are in ")
                            + file
                            + ", on disk, each whole on a line. They are sent as soon as the outbox can take them,"
                            + " by the next start at the latest, or by the command replay; this is said again when they are "
                            + GROWTH + " times as many");
        }
    }

    private void tellOfFailure(Throwable failure) {
        if (!toldOfFailure && !(failure instanceof OutOfMemoryError)) {
            toldOfFailure = log.tryLog(
                    Level.ERROR,
                    "orders that the outbox cannot take go to this log, whole, each on a line, as there can be no file for"
                            + " them in " + directory,
                    failure);
        }
    }
}
