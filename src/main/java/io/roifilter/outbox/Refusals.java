package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what was read well, at a reload of the page or by another instance, in the place of what was refused before it was
 * ever sent. The order keeps the moment at which it was first seen.
 */
final class Refusals {
    /** What is true of a row that was refused and that nobody has mended or sent since. */
    private static final String NEVER_SENT =
            "state = 'rejected' AND last_code = '" + Row.REFUSED + "' AND attempts = 0";

    private static final int KEYS_AT_ONCE = 50;

    private final Dialect dialect;
    private final String choose;
    private final String replace;

    Refusals(Dialect dialect) {
        this.dialect = dialect;
        choose = "SELECT id, " + Rows.COLUMNS + " FROM roi_outbox WHERE duplicate_key IN (?"
                + ", ?".repeat(KEYS_AT_ONCE - 1) + ") AND " + NEVER_SENT + dialect.scope();
        replace = "UPDATE " + dialect.table() + " SET payload = ?, state = ?, due = ?, attempts = ?, accepted_at = ?,"
                + " settled_at = ?, last_code = ?, last_text = ? WHERE id = ? AND " + NEVER_SENT;
    }

    /**
     * @param inserted what became of the rows; 0 afterwards for those that have taken another's place
     * @param known whose duplicate key was there; false afterwards for the same
     * @return how many have, by the state that they are in
     */
    Counts replace(Session session, List<Row> rows, int[] inserted, boolean[] known) throws SQLException {
        Map<String, Integer> wellRead = new LinkedHashMap<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] != 1 && rows.get(i).state() != State.REJECTED) {
                wellRead.putIfAbsent(rows.get(i).uniqueKey(), i);
            }
        }
        Counts replaced = Counts.NONE;
        for (Row refused : refused(
                session,
                wellRead.values().stream().map(i -> rows.get(i).duplicateKey()).toList())) {
            Integer i = wellRead.get(refused.uniqueKey());
            if (i != null && replace(session, refused, rows.get(i).inPlaceOf(refused)) > 0) {
                inserted[i] = 0;
                known[i] = false;
                replaced = replaced.plus(Counts.of(rows.get(i).state(), 1));
            }
        }
        return replaced;
    }

    /** Asks for several at once, by a statement that is the same each time. */
    private List<Row> refused(Session session, List<String> keys) throws SQLException {
        List<Row> refused = new ArrayList<>();
        for (int start = 0; start < keys.size(); start += KEYS_AT_ONCE) {
            PreparedStatement query = session.prepared(choose);
            for (int i = 0; i < KEYS_AT_ONCE; i++) {
                query.setString(i + 1, keys.get(Math.min(start + i, keys.size() - 1)));
            }
            refused.addAll(Rows.of(session, query));
        }
        return refused;
    }

    /** @return 0 if another was faster, else 1 */
    private int replace(Session session, Row refused, Row row) throws SQLException {
        PreparedStatement update = session.prepared(replace);
        dialect.setPayload(update, 1, row);
        Rows.setState(session, update, 2, row);
        update.setLong(9, refused.id());
        return update.executeUpdate();
    }
}
