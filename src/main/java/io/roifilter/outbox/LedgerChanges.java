package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.RoiInsert;
import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a {@link Ledger} changes: each entry after another look at it, all in one transaction. */
final class LedgerChanges {
    /** As the endpoint wants it; one that could not be read is another text. */
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}\\.\\d{2}");

    /** In place of an order id that could not be read. */
    private static final Pattern UNKNOWN = Pattern.compile("unknown-[0-9a-f]{12}");

    /** Why nothing is done with what is not there any more. */
    static final String GONE = "it is gone";

    private final LedgerRows rows;

    LedgerChanges(LedgerRows rows) {
        this.rows = rows;
    }

    /** As {@link Ledger#resend}. */
    List<LedgerChange> resend(Session session, List<LedgerEntry> entries, Optional<String> amount) throws SQLException {
        return each(session, entries, entry -> resend(session, entry, amount));
    }

    /** As {@link Ledger#delete}. */
    List<LedgerChange> delete(Session session, List<LedgerEntry> entries) throws SQLException {
        return each(session, entries, entry -> delete(session, entry));
    }

    private interface Changing {
        /** @return why it is left as it is; empty if it is changed */
        Optional<String> refusal(Optional<LedgerEntry> entry) throws SQLException;
    }

    private List<LedgerChange> each(Session session, List<LedgerEntry> entries, Changing changing) throws SQLException {
        return session.inTransaction(() -> {
            List<LedgerChange> made = new ArrayList<>();
            for (LedgerEntry listed : entries) {
                Optional<LedgerEntry> entry = lock(session, listed);
                made.add(new LedgerChange(entry.orElse(listed), changing.refusal(entry)));
            }
            return made;
        });
    }

    private Optional<String> resend(Session session, Optional<LedgerEntry> entry, Optional<String> amount)
            throws SQLException {
        Optional<String> refusal = refusal(entry);
        if (refusal.isPresent()) {
            return refusal;
        }
        try {
            String payload = payload(session, entry.get());
            MethodCall call = mended(rows.call(payload), amount);
            Optional<String> unfit = unfit(entry.get(), call, amount);
            if (unfit.isEmpty()) {
                makeDue(session, entry.get().id(), amount.isPresent() ? call.toJson() : payload, amount.isPresent());
            }
            return unfit;
        } catch (IllegalArgumentException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    private static Optional<String> delete(Session session, Optional<LedgerEntry> entry) throws SQLException {
        Optional<String> refusal = refusal(entry);
        if (refusal.isEmpty()) {
            PreparedStatement delete = session.prepared("DELETE FROM roi_outbox WHERE id = ?");
            delete.setLong(1, entry.get().id());
            delete.executeUpdate();
        }
        return refusal;
    }

    /** As it is now, which nobody else changes before the transaction ends. */
    private Optional<LedgerEntry> lock(Session session, LedgerEntry listed) throws SQLException {
        PreparedStatement query = session.prepared(
                rows.select() + " WHERE id = ? AND order_id = ?" + (rows.areShared() ? " FOR UPDATE" : ""));
        query.setLong(1, listed.id());
        query.setString(2, listed.orderId()); // another order's may have the number by now
        return rows.read(session, query).stream().findFirst();
    }

    private static Optional<String> refusal(Optional<LedgerEntry> entry) {
        if (entry.isEmpty()) {
            return Optional.of(GONE);
        }
        if (entry.get().state() == State.DELIVERED) {
            return Optional.of("it has been delivered, and is remembered so that it is not sent twice");
        }
        return entry.get().claimed()
                ? Optional.of("it is being sent at this moment; look again in a minute")
                : Optional.empty();
    }

    /** What the shop's own rules refused must not be sent as it is: in another currency, say, it would be wrong. */
    private static Optional<String> unfit(LedgerEntry entry, MethodCall call, Optional<String> amount) {
        if (UNKNOWN.matcher(entry.orderId()).matches()) {
            return Optional.of("its order id is not known; the README's SQL mends it");
        }
        if (entry.code().equals(Row.REFUSED) && amount.isEmpty()) {
            return Optional.of(
                    "the shop's own rules refused it (" + entry.text() + "); send it with its amount in US dollars");
        }
        return call instanceof RoiInsert order
                        && !AMOUNT.matcher(order.amount()).matches()
                ? Optional.of("its amount " + order.amount() + " is none; send it with a mended one")
                : Optional.empty();
    }

    private static MethodCall mended(MethodCall call, Optional<String> amount) {
        return call instanceof RoiInsert order && amount.isPresent()
                ? new RoiInsert(
                        order.roiData(),
                        amount.get(),
                        order.orderId(),
                        order.ignoreDuplicateOrders(),
                        order.purchaseDate())
                : call;
    }

    private static String payload(Session session, LedgerEntry entry) throws SQLException {
        PreparedStatement query = session.prepared("SELECT payload FROM roi_outbox WHERE id = ?");
        query.setLong(1, entry.id());
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** In a file, roi_outbox is a view: its triggers put the payload where it belongs. */
    private static void makeDue(Session session, long id, String payload, boolean isMended) throws SQLException {
        PreparedStatement update = session.prepared("UPDATE roi_outbox SET state = 'waiting', due = ?, attempts = 0,"
                + " claim = NULL, accepted_at = ?, settled_at = NULL, payload = ?"
                + (isMended ? ", last_code = NULL" : "") + " WHERE id = ?");
        update.setLong(1, session.now());
        update.setLong(2, session.now());
        update.setString(3, payload);
        update.setLong(4, id);
        update.executeUpdate();
    }
}
