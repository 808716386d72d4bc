package io.roifilter.outbox;

import io.roifilter.jdbc.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The table {@code roi_outbox_meta}: what is to be known about the other tables, as names and values. */
final class MetaTable {
    private static final String VERSION = "schema_version";

    private MetaTable() {}

    static Map<String, String> read(Session session) throws SQLException {
        Map<String, String> meta = new HashMap<>();
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery("SELECT name, value FROM roi_outbox_meta")) {
            while (result.next()) {
                meta.put(result.getString(1), result.getString(2));
            }
        }
        return meta;
    }

    static void put(Session session, String name, String value) throws SQLException {
        PreparedStatement insert = session.prepared("INSERT INTO roi_outbox_meta (name, value) VALUES (?, ?)");
        insert.setString(1, name);
        insert.setString(2, value);
        insert.executeUpdate();
    }

    /** @throws SQLException if the tables are of no version at all */
    static int version(Map<String, String> meta) throws SQLException {
        String version = meta.get(VERSION);
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException e) {
            throw new SQLException(
                    "its table roi_outbox_meta has " + VERSION + " " + version + ", which is no number", e);
        }
    }
}
