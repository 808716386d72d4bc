package io.roifilter.outbox;

import io.roifilter.jdbc.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with orders that no store could take, {@code unstored-1.log}, for its owner alone. Whoever uses it holds it, as one
 * does a database of the outbox, by the lock file beside it. Lines of text:
 *
 * <pre>
 * roi-filter unstored orders for {"endpoint":"https://…","account":""}     the first line, texts as in {@link UnstoredLine}
 * shop: UNSTORED-ORDER {…}; accepted …; key …; check …; because …          one {@link UnstoredLine} for each order
 * </pre>
 *
 * <p>Lines are only ever added, and forced to the disk together. One that has no end, because the machine lost power while it was
 * written, is ended by who adds the next.
 */
final class UnstoredFile {
    /** A file never gets larger: some 600,000 orders. */
    static final long MAX_BYTES = 256L << 20;

    private static final int MAX_HEADER = 16 * 1024;
    private static final Pattern HEADER =
            Pattern.compile("roi-filter unstored orders for \\{\"endpoint\":\"([^\"]*)\",\"account\":\"([^\"]*)\"\\}");

    /** A link is never followed: see {@link OwnerOnly}. */
    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private UnstoredFile() {}

    /** How large a file was before something was added, and is now. */
    record Added(long before, long after) {}

    /**
     * Adds lines, each with its end, and returns when they are on disk.
     *
     * @return empty if the file is for somebody else, or does not say for whom
     * @throws IOException if they may not all be there
     */
    static Optional<Added> add(Path file, Destination destination, byte[] lines) throws IOException {
        boolean isNew = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(file, OPTIONS, OwnerOnly.file())) {
            long end = channel.size();
            if (end > 0 && !isFor(channel, destination)) {
                return Optional.empty();
            }
            if (end + lines.length > MAX_BYTES) {
                throw new IOException(file + " is full: " + (MAX_BYTES >> 20) + " MiB");
            }
            byte[] first = end == 0 ? header(destination) : endOf(channel, end);
            write(
                    channel,
                    end,
                    ByteBuffer.allocate(first.length + lines.length)
                            .put(first)
                            .put(lines)
                            .flip());
            if (isNew) {
                forceDirectory(file);
            }
            return Optional.of(new Added(end, channel.size()));
        }
    }

    /** For whom the orders are, by the first line. */
    static Optional<Destination> destination(String firstLine) {
        Matcher header = HEADER.matcher(firstLine);
        return header.matches()
                ? Optional.of(new Destination(
                        UnstoredLine.unescaped(header.group(1)), UnstoredLine.unescaped(header.group(2))))
                : Optional.empty();
    }

    private static byte[] header(Destination destination) {
        return ascii("roi-filter unstored orders for {\"endpoint\":\"" + UnstoredLine.plain(destination.endpoint())
                + "\",\"account\":\"" + UnstoredLine.plain(destination.account()) + "\"}\n");
    }

    private static boolean isFor(FileChannel channel, Destination destination) throws IOException {
        ByteBuffer begin = ByteBuffer.allocate((int) Math.min(MAX_HEADER, channel.size()));
        while (begin.hasRemaining() && channel.read(begin, begin.position()) > 0) {
            // Until it is full.
        }
        String text = new String(begin.array(), 0, begin.position(), StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        return end > 0
                && destination(text.substring(0, end))
                        .filter(destination::equals)
                        .isPresent();
    }

    private static byte[] endOf(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, end - 1);
        return ascii(last.get(0) == '\n' ? "" : "\n");
    }

    private static void write(FileChannel channel, long end, ByteBuffer bytes) throws IOException {
        boolean written = false;
        try {
            for (long at = end; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            channel.force(true);
            written = true;
        } finally {
            if (!written) {
                truncate(channel, end);
            }
        }
    }

    /** What may not be on disk goes to the log, and should not be here as well. */
    private static void truncate(FileChannel channel, long end) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            // Then there is half a line, of which whoever reads the file says so, or an order twice, which counts once.
        }
    }

    /** A file whose name is lost is as good as none. Some systems open no directories; theirs keep names by themselves. */
    private static void forceDirectory(Path file) {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // As said.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
