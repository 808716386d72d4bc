package io.roifilter.testing;

import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The outbox as an operator looks into it, with SQL; while it is in use, into a copy. */
public record OutboxFile(Path file) {
    /** @param payload null once the order is delivered */
    public record Row(String orderId, String state, String lastCode, String lastText, int attempts, String payload) {
        public RoiInsert order() {
            return (RoiInsert) new PayloadJson().read(payload);
        }
    }

    /** The first file in an outbox's directory. */
    public static OutboxFile in(Path directory) {
        return new OutboxFile(directory.resolve("outbox-1.db"));
    }

    /** In the order of arrival; none if there is no file or nothing in it yet. */
    public List<Row> rows() throws SQLException {
        try {
            Path copies = Files.createTempDirectory("outbox");
            try {
                return rowsOf(copyTo(copies));
            } finally {
                Directories.delete(copies);
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /**
     * Whoever has the file open lets nobody else read it, but copy it. The log goes first: what a checkpoint moves to the
     * database meanwhile is there as well then. Again if there was more than that.
     */
    private Path copyTo(Path copies) throws IOException {
        Path copy = copies.resolve(file.getFileName());
        Path log = Path.of(file + "-wal");
        Object before;
        do {
            before = List.of(state(log), state(file));
            copy(log, Path.of(copy + "-wal"));
            copy(file, copy);
        } while (!before.equals(List.of(state(log), state(file))));
        return copy;
    }

    private static String state(Path path) throws IOException {
        try {
            return Files.size(path) + " " + Files.getLastModifiedTime(path);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** In a process of its own: this one would end SQLite's locks by closing the file. */
    private static void copy(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        if (Files.exists(from)) {
            new ProcessBuilder("cp", from.toString(), to.toString())
                    .start()
                    .onExit()
                    .join();
        }
    }

    private static List<Row> rowsOf(Path database) throws SQLException {
        if (Files.notExists(database)) {
            return List.of();
        }
        try (Connection connection = Sqlite.connect(database);
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

    public long count(String state) throws SQLException {
        return rows().stream().filter(row -> row.state().equals(state)).count();
    }
}
