package io.roifilter.outbox;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Moves all rows of a file that an instance left behind to the own store, some at a time, then deletes the file.
 *
 * <p>Each part is committed here before it is deleted there, so that nothing is lost whenever the process dies; what
 * was committed here already is passed over by its duplicate key when that part comes again.
 */
final class Adoption implements Takeover {
    private static final int ROWS = 500;

    private final EmbeddedFile from;
    private final StoreAccess to;
    private Counts added = Counts.NONE;
    private long known;

    Adoption(EmbeddedFile from, StoreAccess to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void begin() throws SQLException {
        from.store().use(store -> {
            store.tryAll();
            return null;
        });
    }

    @Override
    public boolean step() throws SQLException {
        List<Row> rows = from.store().use(store -> store.anyRows(ROWS));
        if (rows.isEmpty()) {
            adoptHours();
            return false;
        }
        Counts fresh = to.use(store -> store.adopt(rows));
        from.store().use(store -> {
            store.delete(rows);
            return null;
        });
        added = added.plus(fresh);
        known += rows.size() - fresh.total();
        return true;
    }

    private void adoptHours() throws SQLException {
        SortedMap<Long, Map<String, Long>> hours = from.store().use(store -> store.hours(0));
        if (!hours.isEmpty()) {
            to.use(store -> {
                store.addHours(hours);
                return null;
            });
            from.store().use(store -> {
                store.forgetHours();
                return null;
            });
        }
    }

    /** Deletes the file, which is empty now. */
    @Override
    public void finish() throws IOException {
        from.file().closeAndDelete();
    }

    /** Closes the file, to be continued by whoever finds it next. */
    @Override
    public void abandon() throws IOException {
        from.store().close();
    }

    @Override
    public String toString() {
        return from.file().path() + ": " + added + (known == 0 ? "" : ", " + known + " known already");
    }
}
