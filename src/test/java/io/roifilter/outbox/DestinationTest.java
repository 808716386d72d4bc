package io.roifilter.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/, https://api.example.com",
        "https://api.example.com/, HTTPS://API.Example.COM:443",
        "https://api.example.com/, https://api.example.com:/",
        "http://127.0.0.1/roi, http://127.0.0.1:80/roi",
        "http://[::1]:8080/, http://[::1]:8080",
        "https://api.example.com/~roi/a, https://api.example.com/%7Eroi/%61",
        "https://api.example.com/a%2Fb, https://api.example.com/a%2fb",
        "https://api.example.com/b, https://api.example.com/a/../b",
        "https://api.example.com/b, https://api.example.com/../b",
        "https://api.example.com/a/, https://api.example.com/a/.",
        "https://api.example.com/, https://api.example.com/a/%2e%2e",
        "https://api.example.com/?a=b, https://api.example.com?%61=b",
    })
    void spellingsOfOneAddressAreOneDestination(String normal, String other) {
        assertEquals(normal, Destination.of(URI.create(other), "").endpoint());
        assertEquals(normal, Destination.of(URI.create(normal), "").endpoint());
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/a, https://api.example.com/a/",
        "https://api.example.com/a, https://api.example.com/A",
        "https://api.example.com/a/b, https://api.example.com/a//b",
        "https://api.example.com/a/b, https://api.example.com/a%2Fb",
        "https://api.example.com/, https://api.example.com/?",
        "https://api.example.com/?a=b, https://api.example.com/?a=c",
        "https://api.example.com/, https://api.example.com:8443/",
        "http://127.0.0.1/, https://127.0.0.1/",
        "http://127.0.0.1/, http://localhost/",
        "https://api.example.com/, https://api.example.com./",
    })
    void otherAddressesAreOthers(String one, String another) {
        assertNotEquals(Destination.of(URI.create(one), ""), Destination.of(URI.create(another), ""));
    }

    @Test
    void aNameTellsAccountsApart() {
        URI endpoint = URI.create("https://api.example.com/");
        assertEquals(Destination.of(endpoint, "a"), Destination.of(endpoint, "a"));
        assertNotEquals(Destination.of(endpoint, "a"), Destination.of(endpoint, "b"));
        assertNotEquals(Destination.of(endpoint, "a"), Destination.of(endpoint, ""));
    }

    @Test
    void whatIsNoAddressStaysWhatItIs() {
        assertEquals("no address", new Destination("no address", "").endpoint());
        assertEquals("mailto:a@b", new Destination("mailto:a@b", "").endpoint());
    }

    @Test
    void theTextForLogsHidesAQuery() {
        URI endpoint = URI.create("https://api.example.com/roi?token=secret");
        assertEquals(
                "https://api.example.com/roi?…", Destination.of(endpoint, "").toString());
        assertEquals(
                "https://api.example.com/roi?… (account b)",
                Destination.of(endpoint, "b").toString());
    }
}
