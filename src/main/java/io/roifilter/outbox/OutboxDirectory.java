package io.roifilter.outbox;

import io.roifilter.jdbc.FullDiskException;
import io.roifilter.jdbc.SqliteFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory with files of outboxes: how they are named, and what can be seen of them without opening one. */
final class OutboxDirectory {
    static final int MAX_FILES = 1000;

    /** What a few batches and a checkpoint take. */
    private static final int ROOM_BLOCKS = 32;

    private static final int ROOM_BLOCK = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("outbox-\\d{1,4}\\.db");

    /** Damaged, and not read yet; of some there is only the log. */
    private static final Pattern ASIDE = Pattern.compile("outbox-\\d{1,4}\\.db\\.damaged-\\d{17}(-wal)?");

    private static final Pattern UNSTORED = Pattern.compile("unstored-\\d{1,4}\\.log");
    private static final Pattern UNSTORED_ASIDE = Pattern.compile("unstored-\\d{1,4}\\.log\\.aside-\\d{17}");

    private final Path directory;

    OutboxDirectory(Path directory) {
        this.directory = directory;
    }

    /** From 1 to {@link #MAX_FILES}. */
    Path file(int number) {
        return directory.resolve("outbox-" + number + ".db");
    }

    /** The file of a name that one had elsewhere, behind a link say. */
    Path named(Path file) {
        return directory.resolve(file.getFileName());
    }

    /** All files of outboxes, in use or not. */
    List<Path> files() {
        return files(NAME);
    }

    /** All that were set aside and are not read yet, or their logs. */
    List<Path> aside() {
        return files(ASIDE);
    }

    /** A file with orders that no store could take; from 1 to {@link #MAX_FILES}. */
    Path unstored(int number) {
        return directory.resolve("unstored-" + number + ".log");
    }

    /** All such files. */
    List<Path> unstored() {
        return files(UNSTORED);
    }

    /** All that have lines of those which could be stored by nobody. */
    List<Path> unstoredAside() {
        return files(UNSTORED_ASIDE);
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

    boolean isReadOnly() {
        return Files.isDirectory(directory) && !Files.isWritable(directory);
    }

    /**
     * An opening writes one page, for which there may be room where there is none for a batch: then the file would be opened,
     * fail and be opened again without end, and nothing would be delivered meanwhile.
     *
     * @throws FullDiskException if there is no room beside the file
     */
    void requireRoom(Path file) throws IOException {
        Path probe = file.resolveSibling(file.getFileName() + ".room");
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
                    "no room for " + ROOM_BLOCKS * ROOM_BLOCK / 1024 + " KiB beside " + file + ": " + e.getMessage(),
                    e);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** SQLite leaves an empty file behind when it cannot write to a new one. */
    static boolean isUsed(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether something else lies where the file or its lock is to be, which the next number may not have. */
    static boolean isObstructed(Path file) {
        return Stream.of(file, SqliteFile.lockOf(file))
                .anyMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Tells a file from a later one of the same name. */
    static String identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.creationTime() + " " + attributes.fileKey();
        } catch (IOException e) {
            return file.toString();
        }
    }

    /** Tells a file from itself after a change. */
    static String version(Path file) {
        try {
            return identity(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return identity(file);
        }
    }

    /** Its path. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
