package io.roifilter.receiver.received;

import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.Schema;
import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteFiles;
import io.roifilter.jdbc.TransactionRules;
import io.roifilter.text.LogGuard;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was received, in one SQLite file. Thread-safe: one thread at a time uses the connection, the others wait.
 *
 * <p>The file is opened when it is needed and given up after any failure, so that every call is a new attempt: a file
 * that another instance held, or a disk that was full, is used again as soon as that has passed.
 *
 * <pre>
 * received
 *   id                 order of arrival
 *   order_id           a row with ignore_duplicates 0 is added only while no other row has its order id
 *   amount_cents       US cents
 *   purchase_date      YYYY-MM-DD, US Pacific
 *   tracked_id         null where roi_data names no link
 *   mes_cont_id
 *   account
 *   roi_hash           as received
 *   ignore_duplicates  0 or 1
 *   received_at        milliseconds since 1970 UTC
 * </pre>
 */
public final class ReceivedStore implements AutoCloseable {
    private static final Logger LOGGER = LogGuard.of(ReceivedStore.class.getName());
    private static final Duration LOG_PAUSE = Duration.ofMinutes(5);

    private static final Schema SCHEMA = Schema.of(ReceivedStore.class, "received.sql");

    private static final String INSERT = "insert into received (order_id, amount_cents, purchase_date, tracked_id,"
            + " mes_cont_id, account, roi_hash, ignore_duplicates, received_at)"
            + " select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9"
            + " where ?8 = 1 or not exists (select 1 from received where order_id = ?1)";

    private final Path path;
    private final String owner;
    private final Clock clock;

    private final SqliteFiles files = new SqliteFiles();

    // Guarded by this.
    private SqliteFile file; // null while it is not open
    private Session session; // on the file, while it is open
    private boolean doubtful; // an error has ended something in it half way
    private Instant faultLogged; // null while all is well
    private boolean closed;

    /**
     * @param directory made if there is none
     * @param owner how log lines begin
     */
    public ReceivedStore(Path directory, String owner, Clock clock) {
        path = directory.resolve("received.db");
        this.owner = owner;
        this.clock = clock;
    }

    /** What is asked of the store. */
    interface Query<T> {
        T run(Session session) throws SQLException;
    }

    /**
     * Stores all of these or none, in one transaction that is on disk on return. An order id that is there already is
     * passed over, unless its order says otherwise.
     *
     * @throws StoreException if nothing was stored; or, rarely, if that is not known
     */
    public void save(List<AcceptedOrder> orders) throws StoreException {
        if (!orders.isEmpty()) {
            query(s -> s.inTransaction(() -> insert(s, orders)));
        }
    }

    /**
     * Runs a query.
     *
     * @throws StoreException if the store cannot be used at present
     */
    synchronized <T> T query(Query<T> query) throws StoreException {
        try {
            open();
            doubtful = true;
            T result = query.run(session);
            doubtful = false;
            faultEnded();
            return result;
        } catch (SQLException | IOException e) {
            giveUpFile();
            fault(e);
            throw new StoreException(path + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Names the file. */
    @Override
    public String toString() {
        return path.toString();
    }

    @Override
    public synchronized void close() {
        closed = true;
        giveUpFile();
    }

    private void open() throws IOException, SQLException {
        if (closed) {
            throw new IOException("the endpoint has stopped");
        }
        if (file != null && (doubtful || file.isLost() || file.isLogLost())) {
            giveUpFile();
            if (file != null) {
                throw new IOException("it was deleted or renamed while it was in use, and cannot be written anew");
            }
        }
        if (file == null) {
            files.closeAll();
            file = files.open(path).orElseThrow(() -> new IOException("another instance is using it"));
            session = new Session(file.connection(), TransactionRules.ALONE, clock, 0);
            doubtful = true;
            session.inTransaction(() -> upgrade(session));
            doubtful = false;
        }
    }

    private void giveUpFile() {
        if (file == null) {
            return;
        }
        try {
            if (file.isLost()) {
                writeAnew(file);
            }
        } catch (IOException e) {
            if (!closed) {
                return; // what was received is nowhere else: tried again at the next call
            }
            LOGGER.log(Level.ERROR, owner + ": what was received is gone: " + e.getMessage(), e);
        }
        try {
            file.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, owner + ": " + e.getMessage(), e);
        }
        file = null;
    }

    private void writeAnew(SqliteFile lost) throws IOException {
        boolean written = lost.copyTo(path);
        LOGGER.log(
                Level.ERROR,
                owner + ": " + path + " was deleted or renamed while it was in use; "
                        + (written ? "it has been written anew" : "another is in its place now, and is used"));
    }

    /** One line when a fault begins and one now and then, not one for each request. */
    private void fault(Exception cause) {
        Instant now = clock.instant();
        if (!closed && (faultLogged == null || now.isAfter(faultLogged.plus(LOG_PAUSE)) || now.isBefore(faultLogged))) {
            faultLogged = now;
            LOGGER.log(
                    Level.WARNING,
                    owner + ": " + path + " cannot be used, callers are asked to come again later: "
                            + cause.getMessage());
        }
    }

    private void faultEnded() {
        if (faultLogged != null) {
            faultLogged = null;
            LOGGER.log(Level.INFO, owner + ": " + path + " can be used again");
        }
    }

    private static Void upgrade(Session session) throws SQLException {
        SCHEMA.upgrade(session, version(session));
        return null;
    }

    /** 0 in a new file. */
    private static int version(Session session) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery("pragma user_version")) {
            return row.getInt(1);
        }
    }

    private static Void insert(Session session, List<AcceptedOrder> orders) throws SQLException {
        PreparedStatement statement = session.prepared(INSERT);
        for (AcceptedOrder accepted : orders) {
            bind(statement, accepted);
            statement.executeUpdate();
        }
        return null;
    }

    private static void bind(PreparedStatement statement, AcceptedOrder accepted) throws SQLException {
        RoiInsert order = accepted.order();
        statement.setString(1, order.orderId());
        statement.setLong(2, new BigDecimal(order.amount()).movePointRight(2).longValueExact());
        statement.setString(3, order.purchaseDate().toString());
        if (accepted.trackedId().isPresent()) {
            statement.setLong(4, accepted.trackedId().getAsLong());
        } else {
            statement.setNull(4, Types.BIGINT);
        }
        statement.setLong(5, accepted.mesContId());
        statement.setString(6, accepted.account());
        statement.setString(7, accepted.roiHash());
        statement.setInt(8, order.ignoreDuplicateOrders() ? 1 : 0);
        statement.setLong(9, accepted.receivedAt().toEpochMilli());
    }
}
