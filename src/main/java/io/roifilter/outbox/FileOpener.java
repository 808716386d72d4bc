package io.roifilter.outbox;

import io.roifilter.jdbc.DamagedFileException;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.jdbc.SqliteHealth;
import io.roifilter.text.ApplicationLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Opens files of outboxes and closes them: what is damaged is set aside, what is for somebody else is passed over, and what
 * is no longer where it was is written anew. Thread-safe.
 */
final class FileOpener {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    /** Hears of each file that was closed. */
    interface OnClose {
        /** @param fault the worst that was seen of it; null if all was well */
        void closed(Path file, SQLException fault);
    }

    private final Destination destination;
    private final Optional<Destination> former;
    private final List<Destination> ours; // whose orders are taken over: the two above
    private final Rescue rescue;
    private final OnClose onClose;
    private final Clock clock;
    private final ApplicationLog log;

    /** Of which the log has been told. */
    private final Set<String> noted = ConcurrentHashMap.newKeySet();

    private final Set<String> foreign = ConcurrentHashMap.newKeySet();

    /** The names of those that were found damaged while they were in use. */
    private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

    private volatile boolean somethingIsAside;

    /** @param former whose files are for the destination, too, once nobody holds them */
    FileOpener(
            Destination destination,
            Optional<Destination> former,
            Rescue rescue,
            OnClose onClose,
            Clock clock,
            ApplicationLog log) {
        this.destination = destination;
        this.former = former;
        ours = Stream.concat(Stream.of(destination), former.stream()).toList();
        this.rescue = rescue;
        this.onClose = onClose;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Opens a file to write to it, with a new one in its place if it is damaged.
     *
     * @param files to which it belongs from now on
     * @return empty if another holds it, or it is for somebody else
     */
    Optional<EmbeddedFile> openOwn(SqliteFiles files, Path path) throws IOException, SQLException {
        return openOrSetAside(files, List.of(destination), path, true);
    }

    /** Opens a file to take over what is in it; empty also if it is damaged and set aside now. */
    Optional<EmbeddedFile> openOther(SqliteFiles files, Path path) {
        try {
            return openOrSetAside(files, ours, path, false);
        } catch (IOException | SQLException e) {
            passOver(path, e);
            return Optional.empty();
        }
    }

    /** Says once of each file why it stays as it is. */
    void passOver(Path path, Exception failure) {
        if (noted.add(OutboxDirectory.identity(path))) {
            log.log(
                    Level.ERROR,
                    path + " is passed over, and what waits in it stays there: " + failure.getMessage(),
                    failure);
        }
    }

    /** Whether it was found to be somebody else's, and is as it was then. */
    boolean isForeign(Path path) {
        return foreign.contains(OutboxDirectory.version(path));
    }

    /** The same for a file that was set aside. */
    boolean isForeignAside(Path path) {
        return foreign.contains(OutboxDirectory.identity(path));
    }

    /** Whether what is in a damaged file is for somebody else; where there are several, if it does not say for whom. */
    boolean isOthers(Salvage salvage, Path path) {
        Optional<Destination> found = salvage.destination();
        boolean others = found.map(theirs -> !ours.contains(theirs)).orElse(!foreign.isEmpty());
        if (others && foreign.add(OutboxDirectory.identity(path))) {
            log.log(
                    Level.WARNING,
                    path + " is passed over: it is for "
                            + found.map(Destination::toString)
                                    .orElse("one of several endpoints and accounts, and does not say which"));
        }
        return others;
    }

    /** Whether a file was set aside since this was last asked for. */
    boolean somethingIsAside() {
        return somethingIsAside;
    }

    /** Whoever calls this looks for all that are aside. */
    void looksForAside() {
        somethingIsAside = false;
    }

    private Optional<EmbeddedFile> openOrSetAside(
            SqliteFiles files, List<Destination> accepted, Path path, boolean anew) throws IOException, SQLException {
        try {
            if (damaged.contains(path.getFileName())) {
                throw new DamagedFileException(path + " was found to be damaged while it was in use", null);
            }
            return openFor(files, accepted, path);
        } catch (DamagedFileException e) {
            if (!setAside(path, e)) {
                throw e;
            }
            damaged.remove(path.getFileName());
            return anew ? openFor(files, accepted, path) : Optional.empty();
        }
    }

    private boolean setAside(Path path, DamagedFileException damage) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + TIME.format(clock.instant()));
        if (Files.exists(aside) || !SqliteFiles.setAside(path, aside)) {
            return false;
        }
        somethingIsAside = true;
        log.log(
                Level.ERROR,
                path + " is damaged and was set aside as " + aside.getFileName()
                        + "; a new file takes its place, and what can still be read of it is delivered from there",
                damage);
        return true;
    }

    private Optional<EmbeddedFile> openFor(SqliteFiles files, List<Destination> accepted, Path path)
            throws IOException, SQLException {
        Optional<EmbeddedFile> file = EmbeddedFile.open(files, path, destination, clock, this::end);
        if (file.isEmpty() || accepted.contains(file.get().destination())) {
            return file;
        }
        boolean isFormer = former.filter(file.get().destination()::equals).isPresent();
        if (!isFormer) {
            passOver(path, file.get());
        }
        file.get().store().close();
        if (!isFormer) {
            foreign.add(OutboxDirectory.version(path)); // as it is now; an operator may change it
        }
        return Optional.empty();
    }

    private void passOver(Path path, EmbeddedFile file) {
        long waiting = file.store().counts().waiting();
        if (waiting > 0 && noted.add(OutboxDirectory.identity(path))) {
            log.log(
                    Level.WARNING,
                    path + " is passed over: " + waiting + " orders wait in it for " + file.destination()
                            + ", and this application sends to " + destination
                            + ". An application with that endpoint and account sends them from here, whatever its key;"
                            + " if there is none any more, formerEndpoint has them sent by this one");
        }
    }

    /**
     * Closes a file; what is in one that is not where it was goes to a new one, or else to the log. After an {@code Error}
     * it may be open still, and this is called again.
     */
    private void end(SqliteFile file, SQLException fault) throws IOException {
        IOException failure = null;
        try {
            if (file.isLost()) {
                rescue.of(file);
            } else if (SqliteHealth.isDamage(fault)) {
                damaged.add(file.path().getFileName());
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException(file.path() + ": " + e.getMessage(), e);
        }
        try {
            file.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        onClose.closed(file.path(), fault);
        if (failure != null) {
            throw failure;
        }
    }
}
