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
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads for a {@link Ledger}, by the same statements from each database. Not thread-safe. */
final class LedgerRows {
    private final Destination only; // of all rows; null where each says its own
    private final Reading reading;
    private final Supplier<PayloadJson> json;
    private PayloadJson own; // null unless something was read by it

    /**
     * @param scope what a condition ends with
     * @param haveOthers whether others change the same rows
     * @param claimsCount whether those who have claimed something may still be there
     */
    private record Reading(String scope, boolean haveOthers, boolean claimsCount) {}

    private LedgerRows(Destination only, Reading reading, Supplier<PayloadJson> json) {
        this.only = only;
        this.reading = reading;
        this.json = json == null ? this::ownJson : json;
    }

    /** Of a database where each row says for whom it is. */
    static LedgerRows ofAll() {
        return new LedgerRows(null, new Reading("", true, true), null);
    }

    /** Of a file that no instance has. */
    static LedgerRows of(Destination destination) {
        return new LedgerRows(destination, new Reading("", false, false), null);
    }

    /**
     * Of the outbox that an instance has open, and its own only.
     *
     * @param json reads payloads
     */
    static LedgerRows live(Destination destination, Dialect dialect, Supplier<PayloadJson> json) {
        return new LedgerRows(destination, new Reading(dialect.scope(), dialect.isShared(), true), json);
    }

    /** Whether others change the same rows. */
    boolean areShared() {
        return reading.haveOthers();
    }

    /** A query that a condition is to follow. */
    String select() {
        return "SELECT id, order_id, payload, state, due, attempts, claim, accepted_at, settled_at, last_code, last_text,"
                + " amount, purchase_date, " + destinationColumn() + " FROM roi_outbox";
    }

    List<LedgerEntry> page(Session session, State state, long after, int max) throws SQLException {
        PreparedStatement query = session.prepared(
                select() + " WHERE state = '" + state.text() + "' AND id > ? ORDER BY id LIMIT " + max);
        query.setLong(1, after);
        return read(session, query);
    }

    /** What was rejected last first, or what waits for the longest. */
    List<LedgerEntry> first(Session session, State state, int max) throws SQLException {
        String order = state == State.WAITING ? "accepted_at, id" : "settled_at DESC, id DESC";
        return read(
                session,
                session.prepared(select() + " WHERE state = '" + state.text() + "'" + reading.scope() + " ORDER BY "
                        + order + " LIMIT " + max));
    }

    /** Those whose column has this value. */
    List<LedgerEntry> with(Session session, String column, String value) throws SQLException {
        PreparedStatement query =
                session.prepared(select() + " WHERE " + column + " = ?" + reading.scope() + " ORDER BY id");
        query.setString(1, value);
        return read(session, query);
    }

    /** Those in one state among some, in the order in which they came. */
    List<LedgerEntry> in(Session session, State state, long firstId, long endId, int max) throws SQLException {
        PreparedStatement query = session.prepared(select() + " WHERE state = '" + state.text()
                + "' AND id >= ? AND id < ?" + reading.scope() + " ORDER BY id LIMIT " + max);
        query.setLong(1, firstId);
        query.setLong(2, endId);
        return read(session, query);
    }

    /** The first of all ids that follow one. */
    OptionalLong idAfter(Session session, long id) throws SQLException {
        PreparedStatement query = session.prepared("SELECT MIN(id) FROM roi_outbox WHERE id > ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            long first = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(first);
        }
    }

    /** Those of an order among some. */
    List<LedgerEntry> of(Session session, String orderId, long firstId, long endId) throws SQLException {
        PreparedStatement query = session.prepared(
                select() + " WHERE order_id = ? AND id >= ? AND id < ?" + reading.scope() + " ORDER BY id");
        query.setString(1, orderId);
        query.setLong(2, firstId);
        query.setLong(3, endId);
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
        return json.get().read(payload);
    }

    private PayloadJson ownJson() {
        if (own == null) {
            own = new PayloadJson();
        }
        return own;
    }

    private String destinationColumn() {
        return only == null ? "destination" : "''";
    }

    private LedgerEntry entry(Session session, ResultSet row, Map<String, Destination> destinations)
            throws SQLException {
        Map<String, String> arguments = arguments(row.getString(3));
        long settledAt = row.getLong(9);
        Optional<Instant> settled = row.wasNull() ? Optional.empty() : Optional.of(instant(session, settledAt));
        String roiData = arguments.getOrDefault("roi_data", "");
        return new LedgerEntry(
                row.getLong(1),
                destination(row.getString(14), destinations),
                row.getString(2),
                State.of(row.getString(4)),
                reading.claimsCount() && row.getString(7) != null && row.getLong(5) > session.now(),
                row.getInt(6),
                instant(session, row.getLong(8)),
                instant(session, row.getLong(5)),
                settled,
                orEmpty(row.getString(10)),
                orEmpty(row.getString(11)),
                orEmpty(arguments.getOrDefault("amount", row.getString(12))),
                orEmpty(arguments.getOrDefault("purchase_date", row.getString(13))),
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
        if (only == null) {
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
