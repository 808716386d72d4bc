package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.text.ApplicationLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The files in a directory with orders that no store could take: written, counted, and taken up again. Thread-safe. */
final class UnstoredFiles {
    private final OutboxDirectory directory;
    private final List<Destination> ours;
    private final Clock clock;
    private final ApplicationLog log;
    private final UnstoredCounts counts;
    private final UnstoredWriter writer;

    /** Of which the log has been told that they are passed over. */
    private final Set<String> noted = ConcurrentHashMap.newKeySet();

    private volatile Payloads payloads;

    /**
     * @param name the application's
     * @param former whose orders are for the destination, too
     */
    UnstoredFiles(
            String name,
            OutboxDirectory directory,
            Destination destination,
            Optional<Destination> former,
            Clock clock,
            ApplicationLog log) {
        this.directory = directory;
        this.clock = clock;
        this.log = log;
        ours = Stream.concat(Stream.of(destination), former.stream()).toList();
        counts = new UnstoredCounts(directory, ours::contains);
        writer = new UnstoredWriter(name, directory, destination, counts, log);
    }

    /** Sets what orders are read with. */
    void readBy(Payloads reading) {
        payloads = reading;
    }

    UnstoredWriter writer() {
        return writer;
    }

    UnstoredCounts counts() {
        return counts;
    }

    /**
     * The next file that nobody uses and whose orders are for the destination.
     *
     * @param files to which the hold on it belongs from now on
     */
    Optional<Takeover> next(SqliteFiles files, StoreAccess to) {
        for (Path file : directory.unstored()) {
            try {
                Optional<Takeover> takeover = open(files, file, to);
                if (takeover.isPresent()) {
                    return takeover;
                }
            } catch (IOException e) {
                passOver(file, e.getMessage(), e);
            }
        }
        return Optional.empty();
    }

    private Optional<Takeover> open(SqliteFiles files, Path file, StoreAccess to) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            passOver(file, "it is no file", null);
            return Optional.empty();
        }
        Optional<SqliteFile> hold = files.hold(file);
        if (hold.isEmpty()) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // still
                UnstoredReader reader = new UnstoredReader(file);
                taken = reader.destination().map(ours::contains).orElse(true);
                if (taken) {
                    return Optional.of(
                            new UnstoredTakeover(file, hold.get(), reader, to, payloads, counts, clock, log));
                }
                reader.close();
                passOver(file, "its orders are for " + reader.destination().get(), null);
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                hold.get().close();
            }
        }
    }

    private void passOver(Path file, String why, Exception failure) {
        if (noted.add(OutboxDirectory.identity(file))) {
            log.log(
                    failure == null ? Level.WARNING : Level.ERROR,
                    file + " is passed over, and the orders in it stay there: " + why,
                    failure);
        }
    }
}
