package io.roifilter.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;

/** A SQLite file as an operator opens it. */
public final class Sqlite {
    private Sqlite() {}

    /** Not by DriverManager, which knows the driver only if whoever asked it first could see it. */
    public static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    }
}
