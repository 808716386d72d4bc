package io.roifilter.outbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The table {@code roi_outbox_meta}: what is to be known about the other tables, as names and values. */
final class Meta {
    private static final String VERSION = "schema_version";
    private static final String KNOWN_VERSION = "1";

    private Meta() {}

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

    static void putVersion(Session session) throws SQLException {
        put(session, VERSION, KNOWN_VERSION);
    }

    /** @throws SQLException if the tables are of a version that is not this class's */
    static void requireKnownVersion(Map<String, String> meta) throws SQLException {
        String version = meta.get(VERSION);
        if (!KNOWN_VERSION.equals(version)) {
            throw new SQLException("its tables are of version " + version
                    + ", made by a later roi-filter than this one, which knows version " + KNOWN_VERSION);
        }
    }
}
