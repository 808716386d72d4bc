package io.roifilter.receiver.received;

import io.roifilter.jdbc.Session;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Read-only view of what an endpoint has received, for pages: {@code ${roiReceivedOrders.total}} in a JSP of the same
 * web application. Thread-safe. Each getter looks into the store anew, so that two of them may differ by an order that
 * arrived in between; while the store cannot be used, {@link #isAvailable} is false and all others are empty or zero.
 * Sums are made of all orders each time; with millions of them that takes seconds, for which new ones wait.
 */
public final class ReceivedOrders {
    /** The most that each list has. */
    public static final int MAX_ROWS = 100;

    /**
     * Dollars and cents apart: a sum of cents in 64 bits could overflow, and SQLite would then give no answer at all.
     */
    private static final String REVENUE = "sum(amount_cents / 100), sum(amount_cents % 100)";

    private final ReceivedStore store;

    /** A view of this store. */
    public ReceivedOrders(ReceivedStore store) {
        this.store = store;
    }

    /** Whether the store can be used at present. */
    public boolean isAvailable() {
        return read("select 1", row -> true).size() == 1;
    }

    /** How many orders there are. */
    public long getCount() {
        return read("select count(*) from received", row -> row.getLong(1)).stream()
                .findFirst()
                .orElse(0L);
    }

    /** The revenue of all orders, in US dollars with two digits of cents. */
    public BigDecimal getTotal() {
        return read("select " + REVENUE + " from received", row -> dollars(row, 1)).stream()
                .findFirst()
                .orElse(BigDecimal.valueOf(0, 2));
    }

    /** The newest {@value #MAX_ROWS} orders, the newest first. */
    public List<Order> getOrders() {
        return read(
                "select order_id, amount_cents, purchase_date, tracked_id, mes_cont_id, account, ignore_duplicates,"
                        + " received_at from received order by id desc limit " + MAX_ROWS,
                Order::new);
    }

    /**
     * Revenue by link, the {@value #MAX_ROWS} best first; a group without id holds the orders whose roi_data names
     * none.
     */
    public List<Group> getByTrackedId() {
        return groups("tracked_id");
    }

    /** Revenue by message and contact, the {@value #MAX_ROWS} best first. */
    public List<Group> getByMesContId() {
        return groups("mes_cont_id");
    }

    private List<Group> groups(String column) {
        return read(
                "select " + column + ", count(*), " + REVENUE + " from received group by 1"
                        + " order by sum(amount_cents / 100.0) desc, 1 limit " + MAX_ROWS,
                Group::new);
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String sql, RowReader<T> reader) {
        try {
            return store.query(session -> read(session, sql, reader));
        } catch (StoreException e) {
            return List.of(); // the store has logged it
        }
    }

    private static <T> List<T> read(Session session, String sql, RowReader<T> reader) throws SQLException {
        List<T> results = new ArrayList<>();
        try (ResultSet row = session.prepared(sql).executeQuery()) {
            while (row.next()) {
                results.add(reader.read(row));
            }
        }
        return List.copyOf(results);
    }

    private static BigDecimal dollars(ResultSet row, int column) throws SQLException {
        return BigDecimal.valueOf(row.getLong(column)).add(BigDecimal.valueOf(row.getLong(column + 1), 2));
    }

    private static Long id(ResultSet row, int column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : id;
    }

    /** One order. Immutable. */
    public static final class Order {
        private final String orderId;
        private final BigDecimal amount;
        private final LocalDate purchaseDate;
        private final Long trackedId;
        private final long mesContId;
        private final String account;
        private final boolean ignoreDuplicateOrders;
        private final Instant receivedAt;

        private Order(ResultSet row) throws SQLException {
            orderId = row.getString(1);
            amount = BigDecimal.valueOf(row.getLong(2), 2);
            purchaseDate = LocalDate.parse(row.getString(3));
            trackedId = id(row, 4);
            mesContId = row.getLong(5);
            account = row.getString(6);
            ignoreDuplicateOrders = row.getBoolean(7);
            receivedAt = Instant.ofEpochMilli(row.getLong(8));
        }

        /** The receipt number. Anything a shop calls one: escape it where it is shown. */
        public String getOrderId() {
            return orderId;
        }

        /** US dollars, with two digits of cents. */
        public BigDecimal getAmount() {
            return amount;
        }

        /** The day of the order in US Pacific time. */
        public LocalDate getPurchaseDate() {
            return purchaseDate;
        }

        /** The link that was clicked; null if the roi_data named none. */
        public Long getTrackedId() {
            return trackedId;
        }

        /** The message and the contact it went to. */
        public long getMesContId() {
            return mesContId;
        }

        /** Whose email it was. */
        public String getAccount() {
            return account;
        }

        /** Whether it came with the wish to count even if its order id was there before. */
        public boolean isIgnoreDuplicateOrders() {
            return ignoreDuplicateOrders;
        }

        /** When it arrived. */
        public Instant getReceivedAt() {
            return receivedAt;
        }
    }

    /** The orders that share an id. Immutable. */
    public static final class Group {
        private final Long id;
        private final long count;
        private final BigDecimal revenue;

        private Group(ResultSet row) throws SQLException {
            id = id(row, 1);
            count = row.getLong(2);
            revenue = dollars(row, 3);
        }

        /** What they share; null for orders without. */
        public Long getId() {
            return id;
        }

        /** How many orders. */
        public long getCount() {
            return count;
        }

        /** Their sum in US dollars, with two digits of cents. */
        public BigDecimal getRevenue() {
            return revenue;
        }
    }
}
