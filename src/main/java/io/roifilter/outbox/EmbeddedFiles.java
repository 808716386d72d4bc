package io.roifilter.outbox;

import io.roifilter.jdbc.DamagedFileException;
import io.roifilter.jdbc.FullDiskException;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.jdbc.SqliteHealth;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of embedded outboxes in one directory: {@code outbox-1.db}, {@code outbox-2.db} and so on, each held by one
 * running instance or left by one that is gone. Thread-safe.
 */
final class EmbeddedFiles implements Opener {
    private static final int MAX_FILES = 1000;

    /** What a few batches and a checkpoint take. */
    private static final int ROOM_BLOCKS = 32;

    private static final int ROOM_BLOCK = 64 * 1024;

    private static final int ROWS_IN_LOG = 500;
    private static final long CLOSING_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Pattern NAME = Pattern.compile("outbox-\\d{1,4}\\.db");

    /** Damaged, and not read yet; of some there is only the log. */
    private static final Pattern ASIDE = Pattern.compile("outbox-\\d{1,4}\\.db\\.damaged-\\d{17}(-wal)?");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Destination destination;
    private final Optional<Destination> former;
    private final List<Destination> ours; // whose orders are taken over: the two above
    private final Clock clock;
    private final Journal journal;
    private final Set<String> noted = ConcurrentHashMap.newKeySet();
    private final Set<String> foreign = ConcurrentHashMap.newKeySet();

    /** What the writer thread has opened: the own file, or those that are read instead. */
    private final SqliteFiles written = new SqliteFiles();

    /** What housekeeping has opened, to take it over. */
    private final SqliteFiles takenOver = new SqliteFiles();

    /** The names of those that were found damaged while they were in use. */
    private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

    private volatile Path own; // the last that was opened; null before
    private boolean ownIsOpen; // guarded by this
    private volatile boolean somethingIsAside;
    private volatile FullDisk full; // null while the own file can be written
    private volatile boolean lacksRoom; // its disk was full since it was last opened
    private volatile BiConsumer<Row, String> unstored = (row, why) -> {};

    /** @param former whose files are for the destination, too, once nobody holds them */
    EmbeddedFiles(Path directory, Destination destination, Optional<Destination> former, Clock clock, Journal journal) {
        this.directory = directory;
        this.destination = destination;
        this.former = former;
        ours = Stream.concat(Stream.of(destination), former.stream()).toList();
        this.clock = clock;
        this.journal = journal;
    }

    /** Sets what writes an order to the log that was stored and is no more, and says why. */
    void onUnstored(BiConsumer<Row, String> action) {
        unstored = action;
    }

    /** Opens the first file that nobody holds and that is new or for the destination. */
    @Override
    public Store open() throws IOException, SQLException {
        boolean closed = awaitOwnIsClosed();
        if (full != null) {
            full.release();
        }
        if (closed) {
            written.closeAll(); // that an error has left open
        }
        try {
            if (lacksRoom) {
                requireRoom();
            }
            EmbeddedFile file = openFirst();
            Store store = file.store();
            writeDown(store);
            lacksRoom = false;
            ownIsOpen(file.file().path()); // the last that may fail: what is not returned is not waited for
            return store;
        } catch (IOException | SQLException e) {
            readInstead();
            throw e;
        }
    }

    /**
     * An opening writes one page, for which there may be room where there is none for a batch: then the file would be opened,
     * fail and be opened again without end, and nothing would be delivered meanwhile.
     */
    private void requireRoom() throws IOException {
        Path probe = directory.resolve(own.getFileName() + ".room");
        byte[] block = new byte[ROOM_BLOCK];
        new Random().nextBytes(block); // which no file system makes smaller
        try (FileChannel channel = FileChannel.open(
                probe,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            for (int i = 0; i < ROOM_BLOCKS; i++) {
                channel.write(ByteBuffer.wrap(block));
            }
            channel.force(true);
        } catch (IOException e) {
            throw new FullDiskException(
                    "no room for " + ROOM_BLOCKS * ROOM_BLOCK / 1024 + " KiB beside "
                            + directory.resolve(own.getFileName()) + ": " + e.getMessage(),
                    e);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private synchronized void ownIsOpen(Path path) {
        own = path;
        ownIsOpen = true;
    }

    private synchronized void ownIsClosed() {
        ownIsOpen = false;
        notifyAll();
    }

    /** Another thread may be about it, and it may be long, when what is in it is written anew. */
    private synchronized boolean awaitOwnIsClosed() {
        long end = System.nanoTime() + CLOSING_NANOS;
        try {
            while (ownIsOpen && System.nanoTime() - end < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !ownIsOpen;
    }

    /** After a failure, the own one is the first. */
    private EmbeddedFile openFirst() throws IOException, SQLException {
        for (int number = own == null ? 1 : 0; number <= MAX_FILES; number++) {
            Path path = number == 0 ? directory.resolve(own.getFileName()) : path(number);
            Optional<EmbeddedFile> file = openOwn(path);
            if (file.isPresent()) {
                endClaims(file.get(), path);
                return file.get();
            }
        }
        throw new IOException("none of " + MAX_FILES + " outbox files in " + directory + " is free");
    }

    /**
     * Finds orders to take over: in a damaged file, or in one that nobody holds and that is for the destination, left by
     * an instance that is gone. What was found before is closed, if it still is open.
     */
    Optional<Takeover> nextTakeover(StoreAccess to) throws IOException {
        endTakeovers();
        somethingIsAside = false;
        for (Path path : files(ASIDE)) {
            Path base = path.resolveSibling(path.getFileName().toString().replaceFirst("-wal$", ""));
            Optional<Takeover> salvage = foreign.contains(identity(path)) ? Optional.empty() : salvage(base, path, to);
            if (salvage.isPresent()) {
                return salvage;
            }
        }
        for (Path path : files(NAME)) {
            if (!isOwn(path) && !foreign.contains(version(path))) {
                Optional<EmbeddedFile> file = openOther(path);
                if (file.isPresent()) {
                    return Optional.of(new Adoption(file.get(), to));
                }
            }
        }
        return Optional.empty();
    }

    /** Closes what an error has left open. To be called again after an {@code Error}. */
    void endTakeovers() throws IOException {
        takenOver.closeAll();
    }

    /** Whether a file was set aside since {@link #nextTakeover} looked. */
    boolean somethingIsAside() {
        return somethingIsAside;
    }

    /** Where entries are to be claimed and settled: in memory while the own store cannot be written but read. */
    StoreAccess delivering(StoreAccess store) {
        FullDisk disk = full;
        return store.isOpen() || disk == null ? store : disk.memory();
    }

    @Override
    public void close() throws IOException {
        try {
            endReading();
        } finally {
            written.closeAll();
        }
    }

    private void endReading() throws IOException {
        FullDisk disk = full;
        if (disk != null) {
            disk.close();
            full = null;
        }
    }

    private void writeDown(Store store) throws SQLException, IOException {
        FullDisk disk = full;
        if (disk != null) {
            try {
                disk.writeDown(store);
            } catch (SQLException | RuntimeException e) {
                store.close();
                throw e;
            }
            endReading();
        }
    }

    /** Better than nothing at all: what waits is delivered although nothing can be written. */
    private void readInstead() {
        FullDisk before = full;
        try {
            FullDisk disk = before == null ? FullDisk.of(destination, written, clock) : before;
            boolean read = false;
            for (Path path : files(NAME)) {
                read |= read(disk, path);
            }
            if (before == null && read) {
                full = disk;
                journal.log(
                        Level.WARNING,
                        "the files in " + directory
                                + " can be read but not written: what waits in them is delivered all"
                                + " the same, and what became of it is kept in memory until they can be written");
            } else if (before == null) {
                disk.close();
            }
        } catch (IOException | SQLException | LinkageError e) {
            // The writer says why no file can be opened, which is more than that there is no memory for this.
        }
    }

    private boolean read(FullDisk disk, Path path) {
        try {
            return disk.read(path, destination, isOwn(path));
        } catch (IOException | SQLException e) {
            return false; // whatever is wrong with it is found out when it can be opened to be written
        }
    }

    private void endClaims(EmbeddedFile file, Path path) throws IOException, SQLException {
        if (isOwn(path)) {
            return; // the claimants are this instance's, at work while the file was away
        }
        try {
            file.store().endClaims();
        } catch (SQLException | RuntimeException e) {
            file.store().close();
            throw e;
        }
    }

    private Optional<EmbeddedFile> openOwn(Path path) throws IOException, SQLException {
        boolean used = isUsed(path);
        try {
            return openOrSetAside(written, List.of(destination), path, true);
        } catch (IOException | SQLException e) {
            if (isUnwritable(e) || !used && !isObstructed(path)) {
                throw e; // it will not be different with the next number
            }
            passOver(path, e);
            return Optional.empty();
        }
    }

    private boolean isUnwritable(Exception failure) {
        return failure instanceof FullDiskException || Files.isDirectory(directory) && !Files.isWritable(directory);
    }

    private Optional<EmbeddedFile> openOther(Path path) {
        try {
            return openOrSetAside(takenOver, ours, path, false);
        } catch (IOException | SQLException e) {
            passOver(path, e);
            return Optional.empty();
        }
    }

    /** A damaged file is set aside, for a new one to take its place if that is wanted. */
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
        if (Files.exists(aside) || !SqliteFile.setAside(path, aside)) {
            return false;
        }
        somethingIsAside = true;
        journal.log(
                Level.ERROR,
                path + " is damaged and was set aside as " + aside.getFileName()
                        + "; a new file takes its place, and what can still be read of it is delivered from there",
                damage);
        return true;
    }

    private Optional<Takeover> salvage(Path base, Path found, StoreAccess to) {
        try {
            Optional<Salvage> salvage = Salvage.of(takenOver, base, to);
            if (salvage.isPresent() && isOthers(salvage.get(), found)) {
                salvage.get().abandon();
                return Optional.empty();
            }
            return salvage.map(Takeover.class::cast);
        } catch (IOException | RuntimeException e) {
            passOver(found, e);
            return Optional.empty();
        }
    }

    /** A file that does not say for whom it is can be anybody's, where there are several. */
    private boolean isOthers(Salvage salvage, Path path) {
        boolean others =
                salvage.destination().map(found -> !ours.contains(found)).orElse(!foreign.isEmpty());
        if (others && foreign.add(identity(path))) {
            journal.log(
                    Level.WARNING,
                    path + " is passed over: it is for "
                            + salvage.destination()
                                    .map(found -> "" + found)
                                    .orElse("one of several endpoints and accounts, and does not say which"));
        }
        return others;
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
            foreign.add(version(path)); // as it is now; an operator may change it
        }
        return Optional.empty();
    }

    /**
     * Closes a file; what is in one that is not where it was goes to a new one, or else to the log. After an {@code Error}
     * it may be open still, and this is called again.
     */
    private void end(SqliteFile file, SQLException fault) throws IOException {
        IOException failure = null;
        try {
            if (file.isLost()) {
                rescue(file);
            } else if (SqliteHealth.isDamage(fault)) {
                damaged.add(file.path().getFileName());
            }
            lacksRoom |= SqliteHealth.isFull(fault);
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
        if (isOwn(file.path())) {
            ownIsClosed();
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void rescue(SqliteFile file) throws IOException {
        try {
            for (int number = 1; number <= MAX_FILES; number++) {
                if (file.copyTo(path(number))) {
                    journal.log(
                            Level.ERROR,
                            file.path() + " was deleted or renamed while it was in use; what was in it is in "
                                    + path(number) + " now");
                    return;
                }
            }
        } catch (IOException e) {
            logAll(file, e);
        }
    }

    private void logAll(SqliteFile file, IOException failure) throws IOException {
        journal.log(
                Level.ERROR,
                file.path()
                        + " was deleted or renamed while it was in use, and cannot be made anew; what waits in it goes"
                        + " to this log, whole, each on a line",
                failure);
        String why = file.path() + " is gone: " + failure.getMessage();
        Store store = SqliteDialect.store(file, clock, (closing, failing) -> closing.close());
        try {
            for (State state : List.of(State.WAITING, State.REJECTED)) {
                List<Row> rows = store.anyRows(state, ROWS_IN_LOG);
                while (!rows.isEmpty()) {
                    rows.forEach(row -> unstored.accept(row, why));
                    store.delete(rows);
                    rows = store.anyRows(state, ROWS_IN_LOG);
                }
            }
        } catch (SQLException e) {
            throw new IOException("not all that was in " + file.path() + " could be read: " + e.getMessage(), e);
        }
    }

    private void passOver(Path path, Exception failure) {
        if (noted.add(identity(path))) {
            journal.log(
                    Level.ERROR,
                    path + " is passed over, and what waits in it stays there: " + failure.getMessage(),
                    failure);
        }
    }

    private void passOver(Path path, EmbeddedFile file) {
        long waiting = file.store().counts().waiting();
        if (waiting > 0 && noted.add(identity(path))) {
            journal.log(
                    Level.WARNING,
                    path + " is passed over: " + waiting + " orders wait in it for " + file.destination()
                            + ", and this application sends to " + destination
                            + ". An application with that endpoint and account sends them from here, whatever its key;"
                            + " if there is none any more, formerEndpoint has them sent by this one");
        }
    }

    private Path path(int number) {
        return directory.resolve("outbox-" + number + ".db");
    }

    private boolean isOwn(Path path) {
        return own != null && own.getFileName().equals(path.getFileName());
    }

    private List<Path> files(Pattern name) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            path -> name.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            return List.of(); // the next opening says what is wrong with the directory
        }
    }

    /** SQLite leaves an empty file behind when it cannot write to a new one. */
    private static boolean isUsed(Path path) {
        try {
            return Files.size(path) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells a file from itself after a change. */
    private static String version(Path path) {
        try {
            return identity(path) + " " + Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return identity(path);
        }
    }

    /** Whether something else lies where the file or its lock is to be, which the next number may not have. */
    private static boolean isObstructed(Path path) {
        return Stream.of(path, SqliteFile.lockOf(path))
                .anyMatch(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Tells a file from a later one of the same name. */
    private static String identity(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return path + " " + attributes.creationTime() + " " + attributes.fileKey();
        } catch (IOException e) {
            return path.toString();
        }
    }
}
