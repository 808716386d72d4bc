package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.RawConnection;
import io.roifilter.container.shop.CopiedServlet;
import io.roifilter.container.shop.CopiedServlet.Way;
import io.roifilter.testing.Clicks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On every server the copy of a page is the page, and the page is the same on the wire as without it. */
@Tag("container")
@Timeout(180)
class CopiedPageIT {
    private static final int BOUND_MILLIS = 30_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("io.roifilter.container.Distribution#ofThisRun")
    void theCopyIsThePageAndThePageIsAsItWas(Distribution distribution) throws Exception {
        try (Installation installation =
                new Installation(new Cell(distribution, Runtime.version().feature()), directory)) {
            Snippet filters = installation
                    .file("filters.xml")
                    .with("${order.id}", "${copies.take(param.way, page)}")
                    .with("${order.totalPrice}", "${'1.00'}");
            // Names of one length: some errors tell them, and their own length.
            installation.deploy("copied", shop().withAllJar().declaring(filters.text()));
            installation.deploy("intact", shop());
            installation.server().start();
            URI tracked = installation.server().uri("copied");
            Customer customer = new Customer(tracked);

            for (Way way : Way.values()) {
                for (String method : new String[] {"GET", "HEAD"}) {
                    assertEquals(
                            answer(installation.server().uri("intact"), method, way),
                            answer(tracked, method, way),
                            () -> method + " " + way);
                }
            }
            for (Way way : Way.values()) {
                String expected = way.copied() == null ? "none" : way.copied();
                assertEventually(
                        expected, () -> customer.get("catalogue?copy=" + way).body());
            }
            String log = installation.server().log();
            assertEquals(
                    2,
                    log.split(
                                            "(?:the page is not read: the application has encoded it: Content-Encoding br"
                                                    + "|the page is longer than pageLimit)[^\n]*; from now on one entry",
                                            -1)
                                    .length
                            - 1,
                    log);
        }
    }

    /** The wire itself, but for its addresses, dates and sessions. */
    private static String answer(URI shop, String method, Way way) throws IOException {
        try (RawConnection connection = new RawConnection(shop)) {
            connection.send(method + " " + shop.getPath() + "thank-you?way=" + way
                    + " HTTP/1.1\r\nHost: shop\r\nTE: trailers\r\nCookie: roi_data=" + Clicks.inCookie(Clicks.CLICK)
                    + "\r\n");
            assertTrue(connection.arrives(BOUND_MILLIS), () -> method + " " + way + " has no end");
            return connection
                    .received()
                    .replace(shop.getPath(), "/shop/")
                    .replaceAll("\r\nDate: [^\r]*", "")
                    .replaceAll("(?i)(JSESSIONID=)[\\w.]*", "$1");
        }
    }

    private static ShopWar shop() throws IOException {
        return ShopWar.of(CopiedServlet.class)
                .replacingInWebXml("</servlet-class>", "</servlet-class><async-supported>true</async-supported>");
    }
}
