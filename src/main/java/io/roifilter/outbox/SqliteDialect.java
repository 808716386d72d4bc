package io.roifilter.outbox;

import io.roifilter.jdbc.FileConnections;
import io.roifilter.jdbc.Session;
import io.roifilter.jdbc.SqliteFile;
import io.roifilter.jdbc.SqliteHealth;
import io.roifilter.jdbc.TransactionRules;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An outbox in a SQLite file, which nobody else has open. */
final class SqliteDialect implements Dialect {
    /** In the table of entries, the payload is the number of a row in {@link PayloadLog}'s. */
    private static final String COLUMNS = Rows.COLUMNS.replace(
            "payload",
            "(SELECT p.payload FROM roi_outbox_payload AS p WHERE p.id = roi_outbox_entry.payload) AS payload");

    private final SqliteFile file;
    private final PayloadLog payloads;
    private final SqliteUpkeep upkeep;

    private SqliteDialect(SqliteFile file, Session session) {
        this.file = file;
        payloads = new PayloadLog(session);
        upkeep = new SqliteUpkeep(file, session, payloads);
    }

    /** The store in a file; not opened yet. */
    static Store store(SqliteFile file, Clock clock, FileConnections.End end) {
        FileConnections connections = new FileConnections(file, clock, end);
        return new Store(connections, new SqliteDialect(file, connections.session()));
    }

    /**
     * For whom the entries in a file are.
     *
     * @throws SQLException if it does not say so
     */
    static Destination destination(Session session) throws SQLException {
        return destination(meta(session, objects(session)));
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public String scope() {
        return "";
    }

    @Override
    public String table() {
        return "roi_outbox_entry";
    }

    @Override
    public Destination open(Session session, Destination destination) throws SQLException {
        Destination found = session.inTransaction(() -> openTables(session, destination));
        upkeep.begin();
        return found;
    }

    @Override
    public int[] insert(Session session, List<Row> rows) throws SQLException {
        Long[] places = new Long[rows.size()];
        long end = payloads.end();
        for (int i = 0; i < places.length; i++) {
            places[i] = rows.get(i).payload() == null ? null : Long.valueOf(end + i);
        }
        int[] inserted = Rows.insert(
                session,
                "INSERT INTO roi_outbox_entry (" + Rows.COLUMNS + ") VALUES (" + Rows.PARAMETERS + ")"
                        + " ON CONFLICT (duplicate_key, method) DO NOTHING",
                rows,
                (insert, index, i) -> insert.setObject(index, places[i]));
        for (int i = 0; i < places.length; i++) {
            places[i] = inserted[i] == 0 ? null : places[i];
        }
        payloads.addAll(rows, places);
        return inserted;
    }

    @Override
    public void setPayload(PreparedStatement statement, int index, Row row) throws SQLException {
        if (row.payload() == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            long place = payloads.end();
            payloads.add(place, row);
            statement.setLong(index, place);
        }
    }

    @Override
    public List<Row> claim(Session session, String token, long leaseEnd, int max) throws SQLException {
        PreparedStatement claim = session.prepared("UPDATE roi_outbox_entry"
                + " SET due = ?, claim = ?, attempts = attempts + 1 WHERE id IN"
                + " (SELECT id FROM roi_outbox_entry WHERE state = 'waiting' AND due <= ? ORDER BY due, id LIMIT ?)"
                + " RETURNING id, " + COLUMNS);
        claim.setLong(1, leaseEnd);
        claim.setString(2, token);
        claim.setLong(3, session.now());
        claim.setInt(4, max);
        List<Row> rows = Rows.of(session, claim);
        for (Row row : rows) {
            if (row.payload() == null) {
                requireNone(session, row);
            }
        }
        rows.sort(Comparator.comparingLong(Row::id)); // RETURNING promises no order
        return rows;
    }

    @Override
    public String addCount() {
        return "INSERT INTO roi_outbox_count (hour, name, number) VALUES (?, ?, ?)"
                + " ON CONFLICT (hour, name) DO UPDATE SET number = number + excluded.number";
    }

    @Override
    public String purge() {
        return "DELETE FROM roi_outbox_entry WHERE id IN (SELECT id FROM roi_outbox_entry"
                + " WHERE state = 'delivered' AND settled_at < ? ORDER BY settled_at LIMIT ?)";
    }

    /** @throws SQLException if the file is no longer in its place, or damaged, so that it must be opened anew */
    @Override
    public boolean housekeep(Session session, Counts kept) throws SQLException {
        return upkeep.proceed(kept);
    }

    @Override
    public String toString() {
        return file.path().toString();
    }

    private static Destination openTables(Session session, Destination destination) throws SQLException {
        Set<String> objects = objects(session);
        if (objects.isEmpty()) {
            Schemas.SQLITE.upgrade(session, 0);
            MetaTable.put(session, "endpoint", destination.endpoint());
            MetaTable.put(session, "account", destination.account());
            return destination;
        }
        Map<String, String> meta = meta(session, objects);
        Schemas.SQLITE.upgrade(session, MetaTable.version(meta));
        if (!objects(session).containsAll(expectedObjects())) {
            throw SqliteHealth.damage("its tables and indexes are not those of its version");
        }
        return destination(meta);
    }

    private static Map<String, String> meta(Session session, Set<String> objects) throws SQLException {
        if (objects.stream().noneMatch(sql -> sql.startsWith("CREATE TABLE roi_outbox_meta "))) {
            throw SqliteHealth.damage("it has no table roi_outbox_meta");
        }
        Map<String, String> meta = MetaTable.read(session);
        if (!meta.keySet().containsAll(List.of("schema_version", "endpoint", "account"))) {
            throw SqliteHealth.damage("its table roi_outbox_meta does not say for whom the orders are");
        }
        return meta;
    }

    private static Destination destination(Map<String, String> meta) {
        return new Destination(meta.get("endpoint"), meta.get("account"));
    }

    /** The statements that have made all there is. */
    private static Set<String> objects(Session session) throws SQLException {
        Set<String> objects = new HashSet<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")) {
            while (result.next()) {
                objects.add(result.getString(1));
            }
        }
        return objects;
    }

    /** As SQLite words them. */
    private static Set<String> expectedObjects() throws SQLException {
        try (SqliteFile memory = SqliteFile.inMemory()) {
            Session session = new Session(memory.connection(), TransactionRules.ALONE, Clock.systemUTC(), 0);
            Schemas.SQLITE.upgrade(session, 0);
            return objects(session);
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    /** @throws SQLException if the order has a payload that is not there */
    private static void requireNone(Session session, Row row) throws SQLException {
        PreparedStatement query = session.prepared("SELECT payload FROM roi_outbox_entry WHERE id = ?");
        query.setLong(1, row.id());
        try (ResultSet result = query.executeQuery()) {
            if (result.next() && result.getObject(1) != null) {
                throw SqliteHealth.damage("its table roi_outbox_payload lacks rows");
            }
        }
    }
}
