package io.roifilter.outbox;

import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
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
 *
 * <p>It is read twice: first what was delivered, which must not be sent again, and what was rejected; then the payloads,
 * each of which is an order that waits or was rejected, whether or not the other row of it can be read.
 */
final class Salvage implements Takeover {
    private static final int ROWS = 500;
    private static final int COLUMNS_OF_ENTRY = 15;
    private static final int COLUMNS_OF_PAYLOAD = 6;

    /** That are remembered while the payloads are read; what an endpoint rejected beyond that, it is asked again. */
    private static final int MAX_REJECTED = 10_000;

    /** A table of names and values is small, and is made first. */
    private static final int PAGES_OF_META = 16;

    private final Path file;
    private final SqliteFile hold;
    private final PageSource pages;
    private final PageRows rows;
    private final StoreAccess to;

    /** Without their payloads, by the numbers of those. */
    private final Map<Long, Row> rejected = new HashMap<>();

    private long place;
    private Counts added = Counts.NONE;
    private long known;

    private Salvage(Path file, SqliteFile hold, StoreAccess to) throws IOException {
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
    static Optional<Salvage> of(SqliteFiles files, Path file, StoreAccess to) throws IOException {
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
            pages.at(number).ifPresent(page -> rows.of(page).forEach(row -> addMeta(row.columns(), meta)));
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
        long end = 2 * pages.count();
        long next = place;
        for (int read = 0; read < ROWS && part.size() < ROWS && next < end; read++, next++) {
            boolean first = next < pages.count();
            Optional<ByteBuffer> page = pages.at(next % pages.count());
            page.ifPresent(bytes ->
                    rows.of(bytes).forEach(row -> (first ? entry(row.columns()) : order(row)).ifPresent(part::add)));
        }
        if (!part.isEmpty()) {
            Counts fresh = to.use(store -> store.adopt(part));
            added = added.plus(fresh);
            known += part.size() - fresh.total();
        }
        place = next;
        return next < end;
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

    /** What was delivered; what was rejected is remembered, what waits is found by its payload. */
    private Optional<Row> entry(List<Object> columns) {
        boolean complete = columns.size() == COLUMNS_OF_ENTRY
                && columns.get(1) instanceof String
                && columns.get(2) instanceof String
                && columns.get(3) instanceof String
                && columns.get(5) instanceof String
                && columns.get(9) instanceof Long;
        if (complete && columns.get(4) == null) {
            // One that was rejected and whose payload an operator has deleted is of no use.
            return Optional.of(settled(columns, State.DELIVERED));
        }
        if (complete
                && columns.get(4) instanceof Long payload
                && State.REJECTED.text().equals(columns.get(5))
                && rejected.size() < MAX_REJECTED) {
            rejected.put(payload, settled(columns, State.REJECTED));
        }
        return Optional.empty();
    }

    private static Row settled(List<Object> columns, State state) {
        long acceptedAt = (Long) columns.get(9);
        return new Row(
                0,
                (String) columns.get(1),
                (String) columns.get(2),
                (String) columns.get(3),
                null,
                state,
                columns.get(6) instanceof Long due ? due : acceptedAt,
                columns.get(7) instanceof Long attempts ? (int) Math.max(0, Math.min(Integer.MAX_VALUE, attempts)) : 0,
                acceptedAt,
                columns.get(10) instanceof Long settledAt ? settledAt : Long.valueOf(acceptedAt),
                columns.get(11) instanceof String code ? code : null,
                columns.get(12) instanceof String text ? text : null,
                columns.get(13) instanceof String amount ? amount : null,
                columns.get(14) instanceof String date ? date : null);
    }

    /** What is no payload of an outbox, or overwritten, is passed over; what is one is an order that somebody has placed. */
    private Optional<Row> order(PageRows.PageRow row) {
        List<Object> columns = row.columns();
        if (columns.size() != COLUMNS_OF_PAYLOAD
                || !(columns.get(1) instanceof String key)
                || !(columns.get(2) instanceof String orderId)
                || !(columns.get(3) instanceof String payload)
                || !(columns.get(4) instanceof Long acceptedAt)) {
            return Optional.empty();
        }
        String method = Row.methodIn(payload);
        Row known = rejected.get(row.id());
        if (known != null && known.uniqueKey().equals(Row.uniqueKey(method, key))) {
            return Optional.of(known.with(payload));
        }
        String reason = columns.get(5) instanceof String text ? text : null;
        return Optional.of(new Row(
                0,
                method,
                key,
                orderId,
                payload,
                reason == null ? State.WAITING : State.REJECTED,
                acceptedAt,
                0,
                acceptedAt,
                reason == null ? null : acceptedAt,
                reason == null ? null : Row.REFUSED,
                reason,
                null,
                null));
    }
}
