package io.roifilter.example;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The outbox as an operator looks into it, with SQL. */
record OutboxFile(Path file) {
    record Row(String orderId, String state, String lastCode, String lastText, int attempts) {}

    static OutboxFile of(Path shopDirectory) {
        return new OutboxFile(shopDirectory.resolve("outbox/outbox-1.db"));
    }

    List<Row> rows() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select order_id, state, last_code, last_text, attempts from roi_outbox order by id")) {
            List<Row> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(new Row(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        result.getString(4),
                        result.getInt(5)));
            }
            return rows;
        }
    }

    long count(String state) throws SQLException {
        return rows().stream().filter(row -> row.state().equals(state)).count();
    }
}
