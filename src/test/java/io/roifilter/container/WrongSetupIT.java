package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators get wrong, side by side on one server of each kind: a healthy shop, and one entry that says it. */
@ClassTemplate
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("container")
@Timeout(180)
class WrongSetupIT {
    @RegisterExtension
    static final EachServer SERVERS = new EachServer(Cell::onTheRunningJava, WrongSetupIT::install);

    private static final Path THIN_JAR = Path.of(System.getProperty("thinJar"));

    private static final String SECOND_JAR = "roi-filter-of-another-build.jar";

    private final Installation installation;

    WrongSetupIT(Installation installation) {
        this.installation = installation;
    }

    private static void install(Installation installation) throws Exception {
        Path file = Installation.ALL_JAR.toAbsolutePath(); // and no directory
        Snippet params = installation.file("context-params.xml");
        Snippet filters = installation.file("filters.xml");
        deploy(installation, "unknown-param", params.with("roi.amount", "roi.amont"));
        deploy(installation, "unknown-endpoint", params.with("roi.endpoint", "roi.endpont"));
        deploy(installation, "unknown-init-param", filters.with(">amount<", ">amont<"));
        deploy(installation, "unknown-beside-filters", filters.and(Snippet.contextParam("roi.retryMn", "2s")));
        deploy(installation, "no-secret", params.with("/shared-secret", "/no-such-file"));
        deploy(installation, "plain-http", params.with(installation.endpoint(), "http://echo.example.com/api"));
        deploy(
                installation,
                "no-directory",
                params.and(Snippet.contextParam("roi.outboxDirectory", file.resolve("outbox"))));
        installation.deploy(
                "both-jars",
                new ShopWar()
                        .withAllJar()
                        .withLibraryAs(SECOND_JAR, secondJar(installation))
                        .declaring(filters.text()));
        installation.server().start();
    }

    /** The thin one, if there is one for this server. */
    private static Path secondJar(Installation installation) {
        return installation.allJar().equals(Installation.ALL_JAR) ? THIN_JAR : installation.allJar();
    }

    @Test
    void unknownContextParamIsNamedWithTheNearestSetting() throws Exception {
        assertOff(
                "unknown-param",
                "roi.amont (context-param roi.amont): there is no such setting; did you mean roi.amount?");
    }

    /** Without an endpoint the jar does nothing, as in a folder that many applications share; but not silently here. */
    @Test
    void misspelledEndpointIsNoSilence() throws Exception {
        assertOff("unknown-endpoint", "did you mean roi.endpoint?", "endpoint: is required");
    }

    @Test
    void unknownInitParamIsNamedWithTheNearestSetting() throws Exception {
        Customer customer = healthyShop("unknown-init-param");
        assertTrue(customer.cookieNames().contains("roi_data"), customer.cookieNames()::toString);
        assertEntry(
                "unknown-init-param",
                "filter roi-insert is switched off and reports no orders; not affected",
                "roi-capture (keeps clicks)",
                "did you mean amount?");
    }

    @Test
    void contextParamThatIsWrongForEveryFilterIsReportedOnce() throws Exception {
        Customer customer = healthyShop("unknown-beside-filters");
        assertFalse(customer.cookieNames().contains("roi_data"), customer.cookieNames()::toString);
        List<String> entries = complaints("unknown-beside-filters");
        assertEquals(
                List.of("switched off", "switched off, for problems that the log has named before"),
                entries.stream()
                        .map(entry -> entry.replaceFirst(
                                "(?s).*(switched off)( and [a-z ]+)(, for [a-z ]+ before)?.*", "$1$3"))
                        .sorted()
                        .toList(),
                entries::toString);
    }

    @Test
    void secretWithoutItsFileIsNamed() throws Exception {
        assertOff("no-secret", "no-such-file");
    }

    @Test
    void endpointWithoutHttpsIsRefused() throws Exception {
        assertOff("plain-http", "plain http only to");
    }

    @Test
    void ordersThatCannotBeStoredAreInTheLog() throws Exception {
        String order =
                new Customer(installation.server().uri("no-directory")).click().buy();
        assertEventually(
                1L,
                () -> lines("UNSTORED-ORDER").stream()
                        .filter(line -> line.contains(order))
                        .count());
        List<String> entries = complaints("no-directory");
        assertEquals(
                1,
                entries.stream()
                        .filter(entry -> entry.contains("the outbox cannot be written"))
                        .count(),
                entries::toString);
        assertEquals(3, entries.size(), entries::toString); // and that there is no file for orders either
    }

    /** Found on a thread of ours, and yet in the log of the application. */
    @Test
    void bothJarsTogetherAreNamed() throws Exception {
        assertEventually(
                1, () -> lines("both-jars: roi-filter is there 2 times").size());
        String entry = lines("both-jars: roi-filter is there 2 times").get(0);
        assertTrue(entry.contains(installation.allJar().getFileName().toString()), entry);
        assertTrue(entry.contains(SECOND_JAR), entry);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void nothingIsSentAndTheServerStops() throws Exception {
        installation.server().stop();
        assertEquals(0, installation.calls().size());
        assertFalse(installation.server().log().contains("secret of the shop"));
    }

    /** The shop sells as ever, keeps no click, and the log has one entry about it with all these words. */
    private void assertOff(String application, String... words) throws Exception {
        Customer customer = healthyShop(application);
        assertFalse(customer.cookieNames().contains("roi_data"), customer.cookieNames()::toString);
        assertEntry(application, words);
    }

    private Customer healthyShop(String application) throws Exception {
        Customer customer = new Customer(installation.server().uri(application)).click();
        customer.buy();
        return customer;
    }

    private void assertEntry(String application, String... words) {
        List<String> entries = complaints(application);
        assertEquals(1, entries.size(), entries::toString);
        assertTrue(entries.get(0).contains(" switched off"), entries::toString);
        String log = installation.server().log();
        String entry = log.substring(log.indexOf(entries.get(0))).split("\n(?!- )", 2)[0];
        for (String word : words) {
            assertTrue(entry.contains(word), entry);
        }
    }

    private List<String> complaints(String application) {
        return installation.server().complaints().stream()
                .filter(entry -> entry.contains(application))
                .toList();
    }

    private List<String> lines(String word) {
        return installation
                .server()
                .log()
                .lines()
                .filter(line -> line.contains(word))
                .toList();
    }

    private static void deploy(Installation installation, String application, Snippet declarations) throws Exception {
        installation.deploy(application, new ShopWar().withAllJar().declaring(declarations.text()));
    }
}
