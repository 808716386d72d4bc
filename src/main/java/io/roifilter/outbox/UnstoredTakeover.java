package io.roifilter.outbox;

import io.roifilter.jdbc.OwnerOnly;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.LogGuard;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the orders of an {@link UnstoredFile} into the own store, and deletes the file when all of them are there. One that is there
 * already, because it was stored after all or this was done before as far as that, is known by its key.
 *
 * <p>The check of a line is not looked at: whoever can write to the file can write to the outbox's, and what was written before the
 * shared secret was mended is no less an order. A line that cannot be read, or that the store refuses, is put aside into a file
 * for a person to look at.
 */
final class UnstoredTakeover implements Takeover {
    private static final int ROWS = 500;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

    private final Path file;
    private final SqliteFile hold;
    private final UnstoredReader reader;
    private final StoreAccess to;
    private final Payloads payloads;
    private final UnstoredCounts counts;
    private final ApplicationLog log;
    private final Path aside;

    /** Read and not stored yet. */
    private final List<Line> part = new ArrayList<>();

    private boolean singly; // the store refuses one of the part
    private boolean ended;
    private Counts added = Counts.NONE;
    private long known;
    private long putAside;

    private record Line(String text, Row row) {}

    UnstoredTakeover(
            Path file,
            SqliteFile hold,
            UnstoredReader reader,
            StoreAccess to,
            Payloads payloads,
            UnstoredCounts counts,
            Clock clock,
            ApplicationLog log) {
        this.file = file;
        this.hold = hold;
        this.reader = reader;
        this.to = to;
        this.payloads = payloads;
        this.counts = counts;
        this.log = log;
        aside = file.resolveSibling(file.getFileName() + ".aside-" + TIME.format(clock.instant()));
    }

    @Override
    public void begin() {
        // There is nothing to prepare.
    }

    @Override
    public boolean step() throws IOException {
        read();
        if (part.isEmpty()) {
            return false;
        }
        List<Line> now = List.copyOf(part.subList(0, singly ? 1 : part.size()));
        try {
            Counts fresh =
                    to.use(store -> store.adopt(now.stream().map(Line::row).toList()));
            added = added.plus(fresh);
            known += now.size() - fresh.total();
        } catch (OutboxException e) {
            if (!e.isRefusal()) {
                throw e;
            }
            refused(now, e);
            return true;
        }
        done(now.size());
        return true;
    }

    @Override
    public void finish() throws IOException {
        reader.close();
        if (putAside > 0) {
            log.log(
                    Level.ERROR,
                    putAside + " lines of " + file
                            + " could not be read or were refused by the outbox, and are kept in "
                            + aside
                            + ". The command replay says of each what is the matter with it, and sends what can be"
                            + " sent; delete the file when nothing in it is of use any more");
        }
        Files.deleteIfExists(file);
        hold.close();
        counts.look();
    }

    @Override
    public void abandon() throws IOException {
        try {
            reader.close();
        } finally {
            hold.close();
        }
    }

    @Override
    public String toString() {
        return "the orders in " + file + ": " + added + (known == 0 ? "" : ", " + known + " known already");
    }

    private void done(int lines) {
        part.subList(0, lines).clear();
        singly &= !part.isEmpty();
    }

    private void refused(List<Line> lines, OutboxException refusal) throws IOException {
        singly = true;
        if (lines.size() == 1) {
            log.log(
                    Level.ERROR,
                    "the outbox refuses order "
                            + LogGuard.oneLine(lines.get(0).row().orderId()) + " of " + file,
                    refusal);
            putAside(lines.get(0).text());
            done(1);
        }
    }

    private void read() throws IOException {
        while (part.isEmpty() && !ended) {
            for (int i = 0; i < ROWS && !ended; i++) {
                Optional<String> line = reader.next();
                ended = line.isEmpty();
                if (line.isPresent()) {
                    take(line.get());
                }
            }
        }
    }

    private void take(String line) throws IOException {
        boolean whole = takeWhole(line);
        if (!whole && !line.isBlank()) {
            payloads.prove(); // it may not be the line
            if (!takeWhole(line)) {
                putAside(line);
            }
        }
    }

    private boolean takeWhole(String line) {
        boolean whole = false;
        for (UnstoredLine.Found found : UnstoredLine.in(line, payloads.json(), List.of())) {
            if (found instanceof UnstoredLine.Found.Whole order
                    && order.acceptedAt().isPresent()) {
                part.add(new Line(line, row(order)));
                whole = true;
            }
        }
        return whole;
    }

    private static Row row(UnstoredLine.Found.Whole order) {
        return Row.accepted(
                order.call(),
                order.key(),
                order.refusal().orElse(null),
                order.acceptedAt().orElseThrow());
    }

    private void putAside(String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                aside,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND,
                        LinkOption.NOFOLLOW_LINKS),
                OwnerOnly.file())) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        putAside++;
    }
}
