package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads for a {@link Ledger}, by the same statements from each database. Not thread-safe. */
final class LedgerRows {
    private final Destination only; // of all rows; null where each says its own
    private PayloadJson json; // null until something is read

    private LedgerRows(Destination only) {
        this.only = only;
    }

    /** Of a database where each row says for whom it is. */
    static LedgerRows ofAll() {
        return new LedgerRows(null);
    }

    /** Of a file. */
    static LedgerRows of(Destination destination) {
        return new LedgerRows(destination);
    }

    /** Whether others change the same rows. */
    boolean areShared() {
        return only == null;
    }

    /** A query that a condition is to follow. */
    String select() {
        return "SELECT id, order_id, payload, state, due, attempts, claim, accepted_at, settled_at, last_code, last_text, "
                + destinationColumn() + " FROM roi_outbox";
    }

    List<LedgerEntry> page(Session session, State state, long after, int max) throws SQLException {
        PreparedStatement query = session.prepared(
                select() + " WHERE state = '" + state.text() + "' AND id > ? ORDER BY id LIMIT " + max);
        query.setLong(1, after);
        return read(session, query);
    }

    /** The rows of a query by {@link #select}. */
    List<LedgerEntry> read(Session session, PreparedStatement query) throws SQLException {
        Map<String, Destination> destinations = destinations(session);
        List<LedgerEntry> entries = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                entries.add(entry(session, row, destinations));
            }
        }
        return entries;
    }

    List<Standing> standings(Session session) throws SQLException {
        Map<String, Destination> destinations = destinations(session);
        List<Standing> standings = new ArrayList<>();
        PreparedStatement query = session.prepared("SELECT " + destinationColumn()
                + ", state, COUNT(*), MIN(accepted_at), MIN(due)" + " FROM roi_outbox GROUP BY 1, 2 ORDER BY 1, 2");
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                standings.add(new Standing(
                        destination(row.getString(1), destinations),
                        State.of(row.getString(2)),
                        row.getLong(3),
                        instant(session, row.getLong(4)),
                        instant(session, row.getLong(5))));
            }
        }
        return standings;
    }

    /** @throws IllegalArgumentException if it cannot be read; the message says why */
    MethodCall call(String payload) {
        if (json == null) {
            json = new PayloadJson();
        }
        return json.read(payload);
    }

    void close() {
        if (json != null) {
            json.close();
        }
    }

    private String destinationColumn() {
        return areShared() ? "destination" : "''";
    }

    private LedgerEntry entry(Session session, ResultSet row, Map<String, Destination> destinations)
            throws SQLException {
        Map<String, String> arguments = arguments(row.getString(3));
        long settledAt = row.getLong(9);
        Optional<Instant> settled = row.wasNull() ? Optional.empty() : Optional.of(instant(session, settledAt));
        String roiData = arguments.getOrDefault("roi_data", "");
        return new LedgerEntry(
                row.getLong(1),
                destination(row.getString(12), destinations),
                row.getString(2),
                State.of(row.getString(4)),
                // In a file, whoever has claimed it is gone.
                areShared() && row.getString(7) != null && row.getLong(5) > session.now(),
                row.getInt(6),
                instant(session, row.getLong(8)),
                instant(session, row.getLong(5)),
                settled,
                orEmpty(row.getString(10)),
                orEmpty(row.getString(11)),
                arguments.getOrDefault("amount", ""),
                roiData.isEmpty() ? "" : RoiInsert.abbreviate(roiData));
    }

    private Map<String, String> arguments(String payload) {
        try {
            return payload == null ? Map.of() : call(payload).arguments();
        } catch (IllegalArgumentException e) {
            return Map.of(); // somebody edited it
        }
    }

    private Destination destination(String key, Map<String, Destination> destinations) {
        return only == null ? destinations.getOrDefault(key, new Destination(key, "")) : only;
    }

    private Map<String, Destination> destinations(Session session) throws SQLException {
        Map<String, Destination> destinations = new HashMap<>();
        if (areShared()) {
            try (ResultSet row = session.prepared("SELECT destination, endpoint, account FROM roi_outbox_destination")
                    .executeQuery()) {
                while (row.next()) {
                    destinations.put(row.getString(1), new Destination(row.getString(2), row.getString(3)));
                }
            }
        }
        return destinations;
    }

    private static Instant instant(Session session, long millis) {
        return Instant.ofEpochMilli(session.ours(millis));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
