package io.roifilter.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionSourceTest {
    @Test
    void saysWhichDriverIsMissingAndWhereToPutItWithoutShowingTheUrl() {
        String message = refusal("jdbc:oracle:thin:scott/tiger@db:1521");
        assertTrue(message.contains("no JDBC driver for jdbc:oracle"), message);
        assertTrue(message.contains("WEB-INF/lib"), message);
        assertFalse(message.contains("tiger"), message);
    }

    @Test
    void saysThatADriverDoesNotTakeTheUrlWithoutShowingIt() {
        String message = refusal("jdbc:postgresql://db:not-a-port/shop?user=shop&password=tiger");
        assertTrue(message.contains("does not take this jdbc:postgresql URL"), message);
        assertFalse(message.contains("tiger"), message);
    }

    @Test
    void namesTheDatabaseByItsSchemeAlone() {
        ConnectionSource source = ConnectionSource.ofUrl("jdbc:postgresql://127.0.0.1:1/shop?password=tiger");
        assertEquals("jdbc:postgresql:…", source.toString());
        source.close();
    }

    @Test
    void aFailureToConnectShowsNoPassword() {
        for (String url : List.of(
                "jdbc:postgresql://127.0.0.1:1/shop?user=shop&password=tiger",
                "jdbc:mariadb://127.0.0.1:1/shop?user=shop&password=tiger&connectTimeout=tiger")) {
            ConnectionSource source = ConnectionSource.ofUrl(url);
            SQLException failure = assertThrows(SQLException.class, source::take);
            StringWriter shown = new StringWriter();
            failure.printStackTrace(new PrintWriter(shown));
            assertFalse(shown.toString().contains("tiger"), shown.toString());
            source.close();
        }
    }

    @Test
    void registersNoDriverThatWasKnownBeforeAndRemovesNone() {
        List<Driver> before = DriverManager.drivers().toList();
        ConnectionSource.ofUrl("jdbc:postgresql://127.0.0.1:1/shop").close();
        assertEquals(before, DriverManager.drivers().toList());
    }

    @Test
    void saysThatThereIsNoSuchResource() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ConnectionSource.ofJndi("java:comp/env/jdbc/roi"));
        assertTrue(refusal.getMessage().startsWith("the container has no resource of that name"), refusal.getMessage());
    }

    private static String refusal(String url) {
        return assertThrows(IllegalArgumentException.class, () -> ConnectionSource.ofUrl(url))
                .getMessage();
    }
}
