package io.roifilter.testing;

import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The outbox as an operator looks into it, with SQL. */
public record OutboxFile(Path file) {
    /** @param payload null once the order is delivered */
    public record Row(String orderId, String state, String lastCode, String lastText, int attempts, String payload) {
        public RoiInsert order() {
            try (PayloadJson json = new PayloadJson()) {
                return json.read(payload);
            }
        }
    }

    /** What is done meanwhile. */
    public interface Work {
        void run() throws Exception;
    }

    /** The first file in an outbox's directory. */
    public static OutboxFile in(Path directory) {
        return new OutboxFile(directory.resolve("outbox-1.db"));
    }

    /** In the order of arrival; none if there is no file or nothing in it yet. */
    public List<Row> rows() throws SQLException {
        if (Files.notExists(file)) {
            return List.of();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            return hasTable(statement) ? rows(statement) : List.of();
        }
    }

    private static boolean hasTable(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("select 1 from sqlite_master where name = 'roi_outbox'")) {
            return result.next();
        }
    }

    private static List<Row> rows(Statement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(
                "select order_id, state, last_code, last_text, attempts, payload" + " from roi_outbox order by id")) {
            while (result.next()) {
                rows.add(new Row(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        result.getString(4),
                        result.getInt(5),
                        result.getString(6)));
            }
        }
        return rows;
    }

    /** Does something while nobody can write; there may be no file. */
    public void whileHeld(Work work) throws Exception {
        if (Files.notExists(file)) {
            work.run();
            return;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("begin immediate");
            work.run();
        }
    }

    public long count(String state) throws SQLException {
        return rows().stream().filter(row -> row.state().equals(state)).count();
    }
}
