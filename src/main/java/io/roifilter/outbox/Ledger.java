package io.roifilter.outbox;

import io.roifilter.jdbc.ConnectionSource;
import io.roifilter.jdbc.Connections;
import io.roifilter.jdbc.FileConnections;
import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SharedConnections;
import io.roifilter.jdbc.SqliteFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * An outbox as an operator looks into it, and mends it: a shared one, beside the applications that use it, whosever its
 * entries are; or a file that no instance has. Not thread-safe.
 *
 * <p>What is being sent at this moment is never changed, as it could be sent twice then.
 */
public final class Ledger implements AutoCloseable {
    private static final Destination NOBODY = new Destination("", "");

    private final Connections connections;
    private final LedgerRows rows;
    private final LedgerChanges changes;
    private final Ending ending;
    private final String name;

    private Ledger(Connections connections, LedgerRows rows, Ending ending, String name) {
        this.connections = connections;
        this.rows = rows;
        this.ending = ending;
        this.name = name;
        changes = new LedgerChanges(rows);
    }

    private interface Ending {
        void end() throws IOException;
    }

    private interface Work<T> {
        T with(Session session) throws SQLException;
    }

    /**
     * Of a database that instances share.
     *
     * @param source closed with the ledger
     * @throws SQLException if it is away, or there is no outbox in it
     */
    public static Ledger shared(ConnectionSource source, Clock clock) throws SQLException {
        try {
            SharedDialect dialect = SharedOpener.dialect(source, NOBODY);
            SharedConnections connections = new SharedConnections(source, dialect.clockQuery(), dialect, clock);
            Ledger ledger = new Ledger(connections, LedgerRows.ofAll(), source::close, dialect.toString());
            return ledger.use(session -> {
                dialect.requireTables(session);
                return ledger;
            });
        } catch (SQLException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Of one of {@link #files}.
     *
     * @param toChange whether anything is to be changed
     * @return empty if an instance holds it
     */
    public static Optional<Ledger> ofFile(Path path, boolean toChange, Clock clock) throws IOException, SQLException {
        SqliteFiles files = new SqliteFiles();
        boolean opened = false;
        try {
            Optional<EmbeddedFile> file = toChange
                    ? EmbeddedFile.open(files, path, NOBODY, clock, (closing, failure) -> closing.close())
                    : EmbeddedFile.openForReading(files, path, clock);
            opened = file.isPresent();
            return file.map(found -> new Ledger(
                    new FileConnections(found.file(), clock, (closing, failure) -> closing.close()),
                    LedgerRows.of(found.destination()),
                    files::closeAll,
                    path.toString()));
        } finally {
            if (!opened) {
                files.closeAll();
            }
        }
    }

    /** The files of embedded outboxes in a directory that have anything in them. */
    public static List<Path> files(Path directory) {
        return new OutboxDirectory(directory)
                .files().stream().filter(OutboxDirectory::isUsed).toList();
    }

    /** How many entries there are, for each destination and state of which there are any. */
    public List<Standing> standings() throws SQLException {
        return use(rows::standings);
    }

    /**
     * Entries in one state, in the order in which they came.
     *
     * @param after the id of the last of the page before; 0 for the first page
     */
    public List<LedgerEntry> page(State state, long after, int max) throws SQLException {
        return use(session -> rows.page(session, state, after, max));
    }

    /** All entries of an order, of several applications maybe. */
    public List<LedgerEntry> find(String orderId) throws SQLException {
        return use(session -> rows.with(session, "order_id", orderId));
    }

    /**
     * Has entries that wait or were rejected sent again, now and for as long as new ones.
     *
     * @param amount to be sent instead of theirs, {@code dollars.cents}
     * @return one for each, in their order; all changes are made, or none
     */
    public List<LedgerChange> resend(List<LedgerEntry> entries, Optional<String> amount) throws SQLException {
        return use(session -> changes.resend(session, entries, amount));
    }

    /** Forgets entries that wait or were rejected, which are then not sent any more; otherwise as {@link #resend}. */
    public List<LedgerChange> delete(List<LedgerEntry> entries) throws SQLException {
        return use(session -> changes.delete(session, entries));
    }

    /** Lets others have it. */
    @Override
    public void close() throws IOException {
        ending.end();
    }

    /** The file or the database, without a password. */
    @Override
    public String toString() {
        return name;
    }

    private <T> T use(Work<T> work) throws SQLException {
        connections.borrow();
        Throwable failure = null;
        try {
            return work.with(connections.session());
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            connections.giveBack(failure);
        }
    }
}
