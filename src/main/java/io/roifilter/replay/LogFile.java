package io.roifilter.replay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads the lines of a log, which may be compressed by gzip. What we look for is ASCII, which all encodings have in
 * common that logs are written in, once the zeros of UTF-16 are passed over. Of a line longer than {@value #MAX_LINE}
 * bytes the rest is passed over. Not thread-safe.
 */
final class LogFile implements Closeable {
    static final int MAX_LINE = 1 << 20;

    private static final int GZIP_MAGIC = 0x1f8b;

    private final Counting counting;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lines;

    LogFile(InputStream file) throws IOException {
        counting = new Counting(file);
        BufferedInputStream buffered = new BufferedInputStream(counting, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        in = magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(buffered), 1 << 16) : buffered;
    }

    /** The next line without its end; empty at the end of the file. */
    Optional<String> next() throws IOException {
        line.reset();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        lines++;
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (c != 0 && line.size() < MAX_LINE) {
                line.write(c);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /** How many lines have been read, so that it is the number of the last one. */
    long lines() {
        return lines;
    }

    /** How many bytes of the file have been read, before they were uncompressed. */
    long bytes() {
        return counting.bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class Counting extends FilterInputStream {
        private long bytes;

        private Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = in.read();
            bytes += c < 0 ? 0 : 1;
            return c;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
