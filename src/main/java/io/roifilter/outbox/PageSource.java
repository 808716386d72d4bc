package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pages of a damaged SQLite database, read without SQLite: each as the write-ahead log has it last, or as it is in
 * the database; then all that the log has, whether its checksums are right or not. The format is that of
 * <a href="https://sqlite.org/fileformat2.html">sqlite.org/fileformat2.html</a>.
 */
final class PageSource implements Closeable {
    /** What SQLite makes, where nobody says otherwise. */
    static final int PAGE_BYTES = 4096;

    private static final int LOG_HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int MAX_PAGES_IN_LOG = 1 << 20;

    private final FileChannel database; // null if there is none
    private final FileChannel log; // null if there is none
    private final long pages;
    private final long frames;

    /** Page numbers and where in the log they are. */
    private final Map<Long, Long> newest = new HashMap<>();

    PageSource(Path file) throws IOException {
        database = open(file);
        log = open(SqliteFile.logOf(file));
        pages = database == null ? 0 : (database.size() + PAGE_BYTES - 1) / PAGE_BYTES;
        long frameBytes = log == null ? 0 : Math.max(0, log.size() - LOG_HEADER_BYTES);
        frames = Math.min(MAX_PAGES_IN_LOG, frameBytes / (FRAME_HEADER_BYTES + PAGE_BYTES));
        readLog();
    }

    /** How many there are: as many pages as the database has, then those that are only in the log. */
    long count() {
        return pages + frames;
    }

    /** The page at this place in the order of reading; empty if the disk does not give it. */
    Optional<ByteBuffer> at(long place) {
        return place < pages ? page(place + 1) : inLog(place - pages);
    }

    /** The page of this number, the first being 1; empty if there is none, or the disk does not give it. */
    Optional<ByteBuffer> page(long number) {
        Long frame = newest.get(number);
        if (frame != null) {
            return inLog(frame);
        }
        return number < 1 || number > pages ? Optional.empty() : read(database, (number - 1) * PAGE_BYTES);
    }

    @Override
    public void close() throws IOException {
        try (database) {
            if (log != null) {
                log.close();
            }
        }
    }

    private Optional<ByteBuffer> inLog(long frame) {
        return read(log, offset(frame) + FRAME_HEADER_BYTES);
    }

    /** A later frame of a page is the newer one, unless it is of an earlier log in the same file: other salt. */
    private void readLog() {
        Optional<ByteBuffer> header = frames == 0 ? Optional.empty() : read(log, 0);
        for (long frame = 0; frame < frames; frame++) {
            Optional<ByteBuffer> start = read(log, offset(frame));
            if (start.isPresent()
                    && start.get().getLong(8) == header.orElseThrow().getLong(16)) {
                newest.put((long) start.get().getInt(0), frame);
            }
        }
    }

    private static long offset(long frame) {
        return LOG_HEADER_BYTES + frame * (FRAME_HEADER_BYTES + PAGE_BYTES);
    }

    private static FileChannel open(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? FileChannel.open(file, StandardOpenOption.READ)
                : null;
    }

    /** What is behind the end is zeros. */
    private static Optional<ByteBuffer> read(FileChannel channel, long position) {
        ByteBuffer bytes = ByteBuffer.allocate(PAGE_BYTES);
        try {
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                // Read on.
            }
            return Optional.of(bytes.rewind().limit(PAGE_BYTES));
        } catch (IOException e) {
            return Optional.empty(); // there are others
        }
    }
}
