package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as they go into the table {@code roi_outbox} and come out of it. Times in a {@link Row} are by our clock, in the
 * table by the database's.
 */
final class Rows {
    /** All columns that an insert writes, in the order of its parameters. */
    static final String COLUMNS = "method, duplicate_key, order_id, payload, state, due, attempts, accepted_at,"
            + " settled_at, last_code, last_text, amount, purchase_date";

    /** A parameter for each. */
    static final String PARAMETERS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    private static final int MAX_TEXT = 500;

    private Rows() {}

    /** The result of a query for the id and {@link #COLUMNS}. */
    static List<Row> of(Session session, PreparedStatement query) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(row(session, result));
            }
        }
        return rows;
    }

    private static Row row(Session session, ResultSet result) throws SQLException {
        long settledAt = result.getLong(10);
        boolean settled = !result.wasNull();
        return new Row(
                result.getLong(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                State.of(result.getString(6)),
                session.ours(result.getLong(7)),
                result.getInt(8),
                session.ours(result.getLong(9)),
                settled ? session.ours(settledAt) : null,
                result.getString(11),
                result.getString(12),
                result.getString(13),
                result.getString(14));
    }

    /** Sets a parameter for the payload of a row, by its number in a list. */
    interface PayloadParameter {
        void set(PreparedStatement statement, int index, int row) throws SQLException;
    }

    /**
     * Inserts rows by a statement with {@link #PARAMETERS}.
     *
     * @return how many rows each was; something else than 0 and 1 if the driver does not say so
     */
    static int[] insert(Session session, String sql, List<Row> rows) throws SQLException {
        return insert(
                session,
                sql,
                rows,
                (insert, index, i) -> insert.setString(index, rows.get(i).payload()));
    }

    static int[] insert(Session session, String sql, List<Row> rows, PayloadParameter payload) throws SQLException {
        PreparedStatement insert = session.prepared(sql);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            insert.setString(1, row.method());
            insert.setString(2, row.duplicateKey());
            insert.setString(3, row.orderId());
            payload.set(insert, 4, i);
            setState(session, insert, 5, row);
            insert.setString(12, row.amount());
            insert.setString(13, row.purchaseDate());
            insert.addBatch();
        }
        return insert.executeBatch();
    }

    /** The columns from the state on, up to what was said at the last attempt. */
    static void setState(Session session, PreparedStatement statement, int index, Row row) throws SQLException {
        statement.setString(index, row.state().text());
        statement.setLong(index + 1, session.theirs(row.due()));
        statement.setInt(index + 2, row.attempts());
        statement.setLong(index + 3, session.theirs(row.acceptedAt()));
        setSettledAt(session, statement, index + 4, row);
        statement.setString(index + 5, bounded(row.lastCode()));
        statement.setString(index + 6, bounded(row.lastText()));
    }

    static void setSettledAt(Session session, PreparedStatement statement, int index, Row row) throws SQLException {
        if (row.settledAt() == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, session.theirs(row.settledAt()));
        }
    }

    /** What an endpoint says may be long. */
    static String bounded(String text) {
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        boolean halves = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, halves ? MAX_TEXT - 1 : MAX_TEXT);
    }
}
