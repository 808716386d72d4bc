package io.roifilter.outbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of embedded outboxes in one directory: {@code outbox-1.db}, {@code outbox-2.db} and so on, each held by one
 * running instance or left by one that is gone. Thread-safe.
 */
final class EmbeddedFiles implements Writer.Opener {
    private static final int MAX_FILES = 1000;
    private static final Pattern NAME = Pattern.compile("outbox-\\d{1,4}\\.db");

    private final Path directory;
    private final Destination destination;
    private final Clock clock;
    private final Journal journal;
    private final Set<String> noted = ConcurrentHashMap.newKeySet();
    private final Set<String> foreign = ConcurrentHashMap.newKeySet();
    private volatile Path own; // the last that was opened; null before

    EmbeddedFiles(Path directory, Destination destination, Clock clock, Journal journal) {
        this.directory = directory;
        this.destination = destination;
        this.clock = clock;
        this.journal = journal;
    }

    /** Opens the first file that nobody holds and that is new or for the destination. */
    @Override
    public Store open() throws IOException, SQLException {
        for (int number = 1; number <= MAX_FILES; number++) {
            Path path = directory.resolve("outbox-" + number + ".db");
            Optional<EmbeddedFile> file = openOwn(path);
            if (file.isPresent()) {
                endClaims(file.get(), path);
                own = path;
                return file.get().store();
            }
        }
        throw new IOException("none of " + MAX_FILES + " outbox files in " + directory + " is free");
    }

    /** Opens a file that nobody holds and that is for the destination, left by an instance that is gone. */
    Optional<EmbeddedFile> openAbandoned() {
        for (Path path : files()) {
            if (!path.equals(own) && !foreign.contains(identity(path))) {
                Optional<EmbeddedFile> file = openOther(path);
                if (file.isPresent()) {
                    return file;
                }
            }
        }
        return Optional.empty();
    }

    private void endClaims(EmbeddedFile file, Path path) throws IOException, SQLException {
        if (path.equals(own)) {
            return; // the claimants are this instance's, at work while the file was away
        }
        try {
            file.store().endClaims();
        } catch (SQLException | RuntimeException | Error e) {
            file.store().close();
            throw e;
        }
    }

    private Optional<EmbeddedFile> openOwn(Path path) throws IOException, SQLException {
        boolean used = isUsed(path);
        try {
            return openForDestination(path);
        } catch (IOException | SQLException e) {
            if (!used) {
                throw e; // it will not be different with the next number
            }
            passOver(path, e);
            return Optional.empty();
        }
    }

    private Optional<EmbeddedFile> openOther(Path path) {
        try {
            return openForDestination(path);
        } catch (IOException | SQLException e) {
            passOver(path, e);
            return Optional.empty();
        }
    }

    private Optional<EmbeddedFile> openForDestination(Path path) throws IOException, SQLException {
        Optional<EmbeddedFile> file = EmbeddedFile.open(path, destination, clock);
        if (file.isEmpty() || file.get().destination().equals(destination)) {
            return file;
        }
        passOver(path, file.get());
        file.get().store().close();
        return Optional.empty();
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
        String identity = identity(path);
        foreign.add(identity);
        long waiting = file.store().counts().waiting();
        if (waiting > 0 && noted.add(identity)) {
            journal.log(
                    Level.WARNING,
                    path + " is passed over: " + waiting + " orders wait in it for " + file.destination()
                            + "; an application set to that endpoint and account delivers them from here");
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
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
