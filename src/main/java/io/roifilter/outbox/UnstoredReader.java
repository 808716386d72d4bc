package io.roifilter.outbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads an {@link UnstoredFile} line by line. Not thread-safe. */
final class UnstoredReader implements Closeable {
    /** No order's line is nearly as long; of a longer one the rest is passed over. */
    private static final int MAX_LINE = 1 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Optional<Destination> destination;

    UnstoredReader(Path file) throws IOException {
        in = new BufferedInputStream(
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS), BUFFER_BYTES);
        try {
            destination = next().flatMap(UnstoredFile::destination);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** For whom the orders are; empty if the file does not say so. */
    Optional<Destination> destination() {
        return destination;
    }

    /** The next line without its end, the first that is no order's not counted; empty at the end of the file. */
    Optional<String> next() throws IOException {
        line.reset();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.size() < MAX_LINE) {
                line.write(c);
            }
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
