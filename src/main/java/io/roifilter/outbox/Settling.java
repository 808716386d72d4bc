package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.Session;
import io.roifilter.outbox.Settlement.Delivered;
import io.roifilter.outbox.Settlement.Postponed;
import io.roifilter.outbox.Settlement.Rejected;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Writes down what became of claimed entries. */
final class Settling {
    private final String deliver;
    private final String reject;
    private final String postpone;
    private final String deliverKnown;

    Settling(Dialect dialect) {
        String update = "UPDATE " + dialect.table();
        String claimed = " WHERE id = ? AND claim = ?";
        deliver = update + " SET state = 'delivered', payload = NULL, claim = NULL, settled_at = ?, last_code = NULL,"
                + " last_text = ?, amount = ?, purchase_date = ?" + claimed;
        reject = update + " SET state = 'rejected', claim = NULL, settled_at = ?, last_code = ?, last_text = ?"
                + claimed;
        postpone = update + " SET due = ?, claim = NULL, last_code = ?, last_text = ?" + claimed;
        deliverKnown = update + " SET state = 'delivered', payload = NULL, claim = NULL, settled_at = ?, last_text = ?,"
                + " amount = ?, purchase_date = ? WHERE method = ? AND duplicate_key = ? AND state = 'waiting'"
                + dialect.scope();
    }

    List<Delivered> deliver(Session session, List<Settlement> settlements) throws SQLException {
        List<Delivered> all = only(Delivered.class, settlements);
        PreparedStatement update = session.prepared(deliver);
        for (Delivered delivered : all) {
            update.setLong(1, session.now());
            update.setString(2, Rows.bounded(delivered.text()));
            setReported(update, 3, delivered.entry().call());
            addBatch(update, 5, delivered.entry().id(), delivered.entry().claim());
        }
        return changed(all, executeBatch(update));
    }

    List<Rejected> reject(Session session, List<Settlement> settlements) throws SQLException {
        List<Rejected> all = only(Rejected.class, settlements);
        PreparedStatement update = session.prepared(reject);
        for (Rejected rejected : all) {
            setRejection(session, update, rejected.code(), rejected.text());
            addBatch(update, 4, rejected.entry().id(), rejected.entry().claim());
        }
        return changed(all, executeBatch(update));
    }

    /** @return how many were still claimed */
    int rejectUnreadable(Session session, String claim, List<Unreadable> unreadable) throws SQLException {
        PreparedStatement update = session.prepared(reject);
        for (Unreadable one : unreadable) {
            setRejection(session, update, Unreadable.CODE, one.reason());
            addBatch(update, 4, one.row().id(), claim);
        }
        return changed(unreadable, executeBatch(update)).size();
    }

    private static void setRejection(Session session, PreparedStatement update, String code, String text)
            throws SQLException {
        update.setLong(1, session.now());
        update.setString(2, Rows.bounded(code));
        update.setString(3, Rows.bounded(text));
    }

    List<Postponed> postpone(Session session, List<Settlement> settlements) throws SQLException {
        List<Postponed> all = only(Postponed.class, settlements);
        PreparedStatement update = session.prepared(postpone);
        for (Postponed postponed : all) {
            update.setLong(1, session.theirs(postponed.due().toEpochMilli()));
            update.setString(2, postponed.isItsOwn() ? Row.ALONE : null);
            update.setString(3, Rows.bounded(postponed.text()));
            addBatch(update, 4, postponed.entry().id(), postponed.entry().claim());
        }
        return changed(all, executeBatch(update));
    }

    /**
     * What was delivered elsewhere need not be delivered from here any more.
     *
     * @param inserted 1 for those that are new here
     * @return how many were waiting here
     */
    int deliverKnown(Session session, List<Row> rows, int[] inserted) throws SQLException {
        PreparedStatement update = session.prepared(deliverKnown);
        for (int i = 0; i < inserted.length; i++) {
            Row row = rows.get(i);
            if (inserted[i] != 1 && row.state() == State.DELIVERED) {
                Rows.setSettledAt(session, update, 1, row);
                update.setString(2, row.lastText());
                update.setString(3, row.amount());
                update.setString(4, row.purchaseDate());
                update.setString(5, row.method());
                update.setString(6, row.duplicateKey());
                update.addBatch();
            }
        }
        return Arrays.stream(executeBatch(update)).sum();
    }

    /** What is told of an order when nobody has its payload any more. */
    private static void setReported(PreparedStatement update, int index, MethodCall call) throws SQLException {
        RoiInsert order = call instanceof RoiInsert insert ? insert : null;
        update.setString(index, order == null ? null : order.amount());
        update.setString(index + 1, order == null ? null : order.purchaseDate().toString());
    }

    private static void addBatch(PreparedStatement update, int index, long id, String claim) throws SQLException {
        update.setLong(index, id);
        update.setString(index + 1, claim);
        update.addBatch();
    }

    /** A driver that was told to combine the statements of a batch knows no counts. */
    private static int[] executeBatch(PreparedStatement statement) throws SQLException {
        return Arrays.stream(statement.executeBatch())
                .map(count -> count == Statement.SUCCESS_NO_INFO ? 1 : count)
                .toArray();
    }

    private static <T extends Settlement> List<T> only(Class<T> type, List<Settlement> settlements) {
        return settlements.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Those whose statement has found a row. */
    private static <T> List<T> changed(List<T> items, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] > 0)
                .mapToObj(items::get)
                .toList();
    }
}
