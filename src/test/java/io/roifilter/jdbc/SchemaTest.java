package io.roifilter.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that are made, and tables of an earlier version, in SQLite. */
class SchemaTest {
    private final Schema schema = Schema.of(SchemaTest.class, "two-steps.sql");
    private SqliteFile memory;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        memory = SqliteFile.inMemory();
        session = new Session(memory.connection(), TransactionRules.ALONE, Clock.systemUTC(), 0);
    }

    @AfterEach
    void close() throws Exception {
        memory.close();
    }

    @Test
    void makesTheTablesByAllSteps() throws Exception {
        schema.upgrade(session, 0);
        assertEquals(schema.version(), Integer.parseInt(query("PRAGMA user_version")));
        session.execute("INSERT INTO thing (name) VALUES ('door')");
        assertEquals("grey", query("SELECT colour FROM thing"));
        SQLException nameless =
                assertThrows(SQLException.class, () -> session.execute("INSERT INTO thing (name) VALUES ('')"));
        assertTrue(nameless.getMessage().contains("a thing has a name"), nameless::getMessage);
    }

    @Test
    void takesTheStepsThatAreLeft() throws Exception {
        for (String statement : schema.statements().subList(0, 3)) {
            session.execute(statement);
        }
        session.execute("INSERT INTO thing (name) VALUES ('door')");
        assertEquals("1", query("PRAGMA user_version"));
        schema.upgrade(session, 1);
        assertEquals("grey", query("SELECT colour FROM thing"));
        assertEquals("2", query("PRAGMA user_version"));
        schema.upgrade(session, 2); // nothing is left
    }

    @Test
    void leavesWhatALaterVersionHasMade() {
        SQLException later = assertThrows(SQLException.class, () -> schema.upgrade(session, 3));
        assertEquals(
                "its tables are of version 3, made by a later roi-filter than this one, which knows version 2",
                later.getMessage());
    }

    @Test
    void canBeChangedForARelatedDatabase() throws Exception {
        schema.with(statement -> statement.replace("'grey'", "'gray'")).upgrade(session, 0);
        session.execute("INSERT INTO thing (name) VALUES ('door')");
        assertEquals("gray", query("SELECT colour FROM thing"));
    }

    private String query(String sql) throws SQLException {
        try (ResultSet result = session.prepared(sql).executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }
}
