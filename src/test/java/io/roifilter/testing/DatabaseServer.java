package io.roifilter.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real database server on a free loopback port, with its programs and data below {@code target}. */
public abstract class DatabaseServer {
    private static final Path DIRECTORY = Path.of("target", "databases").toAbsolutePath();

    final Path data;

    DatabaseServer() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(DIRECTORY), "data");
    }

    /** Where a user and a database of these names are, with every right. */
    public abstract String url();

    /** Starts it with the data that it had. */
    public abstract void start() throws Exception;

    /** Stops it, which ends all connections. */
    public abstract void stop() throws Exception;

    /** Stops it and deletes its data. */
    public final void remove() throws Exception {
        stop();
        Directories.delete(data);
    }

    public final void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the first row. */
    public final String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new AssertionError("no row: " + sql);
            }
            return result.getString(1);
        }
    }

    /** For what is unpacked once. */
    static Path programs(String name) throws IOException {
        return Files.createDirectories(DIRECTORY.resolve(name));
    }
}
