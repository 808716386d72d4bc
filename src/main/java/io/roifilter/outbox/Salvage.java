package io.roifilter.outbox;

import io.roifilter.sqlite.SqliteFile;
import io.roifilter.sqlite.SqliteFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what can still be read of a damaged file into the own store. The file stays, under a name that says it has been
 * read. It is read page by page, so that nothing but the page itself need be sound: no header, no index, no table's root.
 */
final class Salvage implements Takeover {
    private static final int ROWS = 500;
    private static final int COLUMNS = 12;

    /** A table of names and values is small, and is made first. */
    private static final int PAGES_OF_META = 16;

    private final Path file;
    private final SqliteFile hold;
    private final PageSource pages;
    private final PageRows rows;
    private final SharedStore to;
    private long place;
    private Counts added = Counts.NONE;
    private long known;

    private Salvage(Path file, SqliteFile hold, SharedStore to) throws IOException {
        this.file = file;
        this.hold = hold;
        this.to = to;
        pages = new PageSource(file);
        rows = new PageRows(pages);
    }

    /**
     * @param files to which the hold on it belongs from now on
     * @return empty if another is about it, or has done it
     */
    static Optional<Salvage> of(SqliteFiles files, Path file, SharedStore to) throws IOException {
        Optional<SqliteFile> hold = files.hold(file);
        if (hold.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Files.exists(file) || Files.exists(SqliteFile.logOf(file))) {
                return Optional.of(new Salvage(file, hold.get(), to));
            }
        } catch (IOException | RuntimeException e) {
            hold.get().close();
            throw e;
        }
        hold.get().close();
        return Optional.empty();
    }

    /** For whom its entries are, if it still says so. */
    Optional<Destination> destination() {
        Map<String, String> meta = new HashMap<>();
        for (long number = 0; number < Math.min(PAGES_OF_META, pages.count()); number++) {
            pages.at(number).ifPresent(page -> rows.of(page).forEach(row -> addMeta(row, meta)));
        }
        return meta.size() == 2
                ? Optional.of(new Destination(meta.get("endpoint"), meta.get("account")))
                : Optional.empty();
    }

    private static void addMeta(List<Object> row, Map<String, String> meta) {
        if (row.size() == 2
                && row.get(1) instanceof String value
                && ("endpoint".equals(row.get(0)) || "account".equals(row.get(0)))) {
            meta.put((String) row.get(0), value);
        }
    }

    @Override
    public void begin() {
        // Nobody's claim on what is in it counts.
    }

    @Override
    public boolean step() {
        List<Row> part = new ArrayList<>();
        long next = place;
        for (int read = 0; read < ROWS && part.size() < ROWS && next < pages.count(); read++, next++) {
            Optional<ByteBuffer> page = pages.at(next);
            page.ifPresent(bytes -> rows.of(bytes).forEach(row -> order(row).ifPresent(part::add)));
        }
        if (!part.isEmpty()) {
            Counts fresh = to.use(store -> store.adopt(part));
            added = added.plus(fresh);
            known += part.size() - fresh.total();
        }
        place = next;
        return next < pages.count();
    }

    @Override
    public void finish() throws IOException {
        pages.close();
        Path read = file.resolveSibling(file.getFileName() + ".read");
        for (Path[] move : new Path[][] {{file, read}, {SqliteFile.logOf(file), SqliteFile.logOf(read)}}) {
            if (Files.exists(move[0])) {
                Files.move(move[0], move[1]);
            }
        }
        // Its name is not used again: who finds it now finds no file.
        Files.deleteIfExists(SqliteFile.lockOf(file));
        hold.close();
    }

    @Override
    public void abandon() throws IOException {
        pages.close();
        hold.close();
    }

    @Override
    public String toString() {
        return "what could be read of " + file + ": " + added + (known == 0 ? "" : ", " + known + " known already");
    }

    /** What is no row of an outbox is passed over; what is one is an order that somebody has placed. */
    private static Optional<Row> order(List<Object> columns) {
        boolean complete = columns.size() == COLUMNS
                && columns.get(1) instanceof String
                && columns.get(2) instanceof String
                && (columns.get(3) instanceof String || columns.get(3) == null)
                && columns.get(4) instanceof String
                && columns.get(8) instanceof Long;
        return complete ? Optional.of(row(columns)) : Optional.empty();
    }

    private static Row row(List<Object> columns) {
        String payload = (String) columns.get(3);
        State state = state((String) columns.get(4), payload);
        long acceptedAt = (Long) columns.get(8);
        return new Row(
                0,
                (String) columns.get(1),
                (String) columns.get(2),
                state == State.DELIVERED ? null : payload,
                state,
                columns.get(7) == null && columns.get(5) instanceof Long due ? due : acceptedAt, // no claim is left
                columns.get(6) instanceof Long attempts ? (int) Math.max(0, Math.min(Integer.MAX_VALUE, attempts)) : 0,
                acceptedAt,
                state == State.WAITING ? null : columns.get(9) instanceof Long settledAt ? settledAt : acceptedAt,
                columns.get(10) instanceof String code ? code : null,
                columns.get(11) instanceof String text ? text : null);
    }

    /** An order whose state cannot be read any more waits, if there is something to send. */
    private static State state(String text, String payload) {
        for (State state : State.values()) {
            if (state.text().equals(text)) {
                return state == State.WAITING && payload == null ? State.DELIVERED : state;
            }
        }
        return payload == null ? State.DELIVERED : State.WAITING;
    }
}
