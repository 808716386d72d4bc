package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Tries, without an outbox, what one will need. */
public final class OutboxProbe {
    private static final int BLOCK_BYTES = 4096;
    private static final int WRITES = 20;

    private OutboxProbe() {}

    /** The orders in a directory that no outbox could take, whoever they are for; also while an application is at work there. */
    public static UnstoredOrders unstored(Path directory) {
        UnstoredCounts counts = new UnstoredCounts(new OutboxDirectory(directory), destination -> true);
        counts.look();
        return counts.orders();
    }

    /** Who has a file or directory, if that is another user than this process's; empty also if nobody can tell. */
    public static Optional<String> otherOwner(Path path) {
        try {
            Path own = Files.createTempFile("roi-filter", ".owner");
            try {
                String owner = Files.getOwner(path).getName();
                return owner.equals(Files.getOwner(own).getName()) ? Optional.empty() : Optional.of(owner);
            } finally {
                Files.delete(own);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * How long the disk takes for a write that is not to be lost, as each group of orders is one: the median of several.
     *
     * @throws IOException if nothing can be written there
     */
    public static Duration forcedWrite(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "doctor", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long[] nanos = new long[WRITES];
            for (int i = 0; i < WRITES; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                channel.force(false);
                nanos[i] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            return Duration.ofNanos(nanos[WRITES / 2]);
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Loads SQLite's native library, if that has not been done.
     *
     * @throws IOException if it cannot be; the message says why
     */
    public static void loadLibrary() throws IOException {
        try {
            SqliteFile.inMemory().close();
        } catch (LinkageError e) {
            throw new IOException("SQLite's native library cannot be loaded: " + e.getMessage(), e);
        }
    }
}
