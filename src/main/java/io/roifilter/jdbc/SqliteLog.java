package io.roifilter.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The write-ahead log of a database, before SQLite opens it. SQLite ends reading it at the first frame whose checksum is
 * wrong, as it is when the machine lost power in a commit, and does not mind what follows. If something follows that
 * belongs to the same log, commits were there that would vanish without a word.
 */
final class SqliteLog {
    private static final int HEADER_BYTES = 32;
    private static final int HEADER_SUMMED = 24;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int FRAME_SUMMED = 8;
    private static final int BIG_ENDIAN_MAGIC = 0x377f0683;
    private static final int MIN_PAGE_BYTES = 512;
    private static final int MAX_PAGE_BYTES = 65536;

    private final FileChannel log;
    private ByteOrder order;
    private int first;
    private int second;

    private SqliteLog(FileChannel log) {
        this.log = log;
    }

    /**
     * Checks a log.
     *
     * @return whether SQLite finds all commits that are in it
     */
    static boolean isSound(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.size() <= HEADER_BYTES || new SqliteLog(channel).isSound();
        }
    }

    private boolean isSound() throws IOException {
        ByteBuffer header = read(0, HEADER_BYTES);
        order = header.getInt(0) == BIG_ENDIAN_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        sum(header, 0, HEADER_SUMMED);
        int pageBytes = header.getInt(8);
        if (first != header.getInt(24)
                || second != header.getInt(28)
                || pageBytes < MIN_PAGE_BYTES
                || pageBytes > MAX_PAGE_BYTES) {
            return isZero(header);
        }
        return framesAreSound(header.getLong(16), FRAME_HEADER_BYTES + pageBytes);
    }

    /**
     * Each frame's checksum goes on from that of the frame before. A process that is killed leaves a frame that does not
     * fit, and perhaps older ones behind it, but no commit that fits what is before it: that one was there once.
     */
    private boolean framesAreSound(long salt, int frameBytes) throws IOException {
        boolean broken = false;
        for (long at = HEADER_BYTES; at + frameBytes <= log.size(); at += frameBytes) {
            ByteBuffer frame = read(at, frameBytes);
            sum(frame, 0, FRAME_SUMMED);
            sum(frame, FRAME_HEADER_BYTES, frameBytes);
            boolean fits = frame.getLong(8) == salt && first == frame.getInt(16) && second == frame.getInt(20);
            boolean commits = frame.getInt(4) != 0;
            broken |= !fits;
            if (broken && fits && commits) {
                return false;
            }
            first = frame.getInt(16);
            second = frame.getInt(20);
        }
        return true;
    }

    private void sum(ByteBuffer bytes, int from, int to) {
        ByteBuffer words = bytes.duplicate().order(order);
        for (int i = from; i < to; i += 8) {
            first += words.getInt(i) + second;
            second += words.getInt(i + 4) + first;
        }
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && log.read(bytes, position + bytes.position()) >= 0) {
            // Read on.
        }
        return bytes.rewind();
    }

    private static boolean isZero(ByteBuffer bytes) {
        return bytes.equals(ByteBuffer.allocate(bytes.limit()));
    }
}
