package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.container.shop.NewestServlet;
import io.roifilter.container.shop.NewestServlet.Way;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Jakarta Servlet has had since 6.1, against which the jar is not compiled. */
@Tag("container")
@Timeout(180)
class NewestServletIT {
    @TempDir
    private Path directory;

    /** Each order costs more if it is read when its answer is on its way. */
    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_11", "JETTY_12_1_EE11"})
    void answersAreTheSameAndNoneIsOutBeforeItsOrderIsRead(Distribution distribution) throws Exception {
        try (Installation installation = new Installation(
                new Cell(distribution.requireInThisRun(), Runtime.version().feature()), directory)) {
            Snippet filters = installation.file("filters.xml");
            installation.deploy("tracked", shop().withAllJar().declaring(filters.text()));
            installation.deploy("as-it-is", shop());
            installation.server().start();

            // Jetty sends a buffer at once: where that is not the end of the answer, it may.
            getOfOld(installation.server().uri("tracked"), Way.BUFFER);
            assertEquals(transcript(installation, "as-it-is"), transcript(installation, "tracked"));
            for (Way way : Way.values()) {
                assertEventually(1, () -> installation.calls(way.name()).size());
                assertEquals(
                        "64.00",
                        installation.calls(way.name()).get(0).arguments().get("amount"),
                        () -> way + " is out before its order is read");
            }
        }
    }

    /** An answer that ends with its connection. */
    private static void getOfOld(URI shop, Way way) throws IOException {
        try (Socket connection = new Socket(shop.getHost(), shop.getPort())) {
            String request = "GET " + shop.getPath() + "thank-you?way=" + way + "&roi_data=" + Customer.ROI_DATA
                    + " HTTP/1.0\r\n\r\n";
            connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.endsWith("\r\n\r\nthank you"), answer);
        }
    }

    private static ShopWar shop() throws IOException {
        return ShopWar.of(NewestServlet.class);
    }

    private static String transcript(Installation installation, String application) throws Exception {
        Customer customer = new Customer(installation.server().uri(application)).click();
        for (Way way : Way.values()) {
            customer.get("thank-you?way=" + way);
        }
        return customer.transcript();
    }
}
