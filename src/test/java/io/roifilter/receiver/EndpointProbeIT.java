package io.roifilter.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.EndpointProbe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real endpoint says to the call that cannot store anything. */
class EndpointProbeIT {
    @TempDir
    private Path directory;

    @Test
    void findsKeyAndSecretRightOrWrongAndStoresNothing() throws Exception {
        try (EndpointServer server = EndpointServer.start(directory, Clock.systemUTC())) {
            EndpointProbe.Result right = probe(server, EndpointServer.CREDENTIALS);
            assertEquals(EndpointProbe.Kind.WELL, right.kind(), right.text());
            assertTrue(right.text().startsWith("Missing variables"), right.text());
            assertTrue(right.ahead().orElseThrow().abs().compareTo(Duration.ofMinutes(1)) < 0);
            EndpointProbe.Result wrong = probe(server, new Credentials(EndpointServer.CREDENTIALS.apiKey(), "another"));
            assertEquals(EndpointProbe.Kind.LOGIN, wrong.kind(), wrong.text());
            assertEquals(List.of(), server.receivedIds());
        }
    }

    private static EndpointProbe.Result probe(EndpointServer server, Credentials credentials) throws Exception {
        Clock clock = Clock.systemUTC();
        try (ApiClient client = new ApiClient(
                server.uri(), credentials, Duration.ofSeconds(5), Duration.ofSeconds(15), "probe", clock)) {
            return new EndpointProbe(client, clock).run();
        }
    }
}
