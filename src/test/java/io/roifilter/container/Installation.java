package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.api.ApiRequest;
import io.roifilter.testing.LoopbackEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The machine of an operator: a server, the jar and the secrets in folders of their own, an endpoint somewhere, and files
 * written after the README.
 */
final class Installation implements AutoCloseable {
    static final Path ALL_JAR = Path.of(System.getProperty("allJar"));
    static final Path ALL_JAVAX_JAR = Path.of(System.getProperty("allJavaxJar"));

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Path directory;
    private final Path library;
    private final Path secrets;
    private final boolean javax;
    private final Server server;

    /** Sets up a server, not yet started, in a directory of its own. */
    interface Setup {
        Server server(Path base) throws Exception;
    }

    /** The test is skipped if the Java version is not installed. */
    Installation(Cell cell, Path parent) throws Exception {
        this(cell.distribution().isJavax(), parent, base -> cell.distribution().server(base, Jdk.require(cell.java())));
    }

    /** @param javax whether jars and shops are made for {@code javax.servlet} */
    Installation(boolean javax, Path parent, Setup setup) throws Exception {
        this.javax = javax;
        directory = Files.createTempDirectory(parent, "server");
        library = Files.createDirectories(directory.resolve("roi-filter"));
        Files.copy(allJar(), library.resolve(allJar().getFileName()));
        secrets = Files.createDirectories(directory.resolve("etc"));
        Files.writeString(secrets.resolve("api-key"), "key of the shop\n");
        Files.writeString(secrets.resolve("shared-secret"), "secret of the shop\n");
        server = setup.server(directory.resolve("base"));
    }

    Server server() {
        return server;
    }

    /** The one that the README names for this server. */
    Path allJar() {
        return javax ? ALL_JAVAX_JAR : ALL_JAR;
    }

    /** The same shop, with the jar for it, as it is for this server. */
    ShopWar fit(ShopWar shop) throws IOException {
        return javax ? shop.forJavax() : shop;
    }

    URI endpoint() {
        return endpoint.uri();
    }

    /** A file of the README, told where this machine has what it names. */
    Snippet file(String name) throws IOException {
        return Snippet.of(name)
                .with("https://echo.bluehornet.com/api/xmlrpc/index.php", endpoint.uri())
                .with("/etc/roi-filter", secrets);
    }

    /** Deploys a WAR under its own name. */
    void deploy(String application, ShopWar shop) throws IOException {
        fit(shop).writeTo(server.webapps().resolve(application + ".war"));
    }

    /** The same where Tomcat rewrites it for Jakarta EE first. */
    void deployToBeMigrated(String application, ShopWar shop) throws IOException {
        shop.writeTo(server.webapps().resolveSibling("webapps-javaee").resolve(application + ".war"));
    }

    /** Deploys an unmodified WAR, the jar and the settings beside it. */
    void deployUnmodified(String application) throws IOException {
        server.deploy(application, descriptor(application).with("/srv/roi-filter", library));
    }

    /** The same where the jar is there for all: the line or lines that name its folder are left out. */
    void deployWithSharedJar(String application) throws IOException {
        String text = descriptor(application).text();
        server.deploy(
                application,
                new Snippet(
                        text.replaceAll("(?s) *<Resources>.*</Resources>\n| *<Set name=\"extraClasspath\">.*?\n", "")));
    }

    /** Clicks, buys, and asserts that just this order arrives as it was placed. */
    void assertReports(String application) throws Exception {
        String order = new Customer(server.uri(application)).click().buy();
        assertEventually(1, () -> calls(order).size());
        Map<String, String> arguments = calls(order).get(0).arguments();
        assertEquals("64.00", arguments.get("amount"));
        assertEquals(Customer.ROI_DATA, arguments.get("roi_data"));
    }

    /** The calls for an order so far. */
    List<ApiRequest.Call> calls(String orderId) {
        return calls().stream()
                .filter(call -> orderId.equals(call.arguments().get("order_id")))
                .toList();
    }

    /** All calls so far. */
    List<ApiRequest.Call> calls() {
        return endpoint.received().stream()
                .flatMap(received -> received.message().calls().stream())
                .toList();
    }

    @Override
    public void close() {
        server.close();
        endpoint.close();
    }

    private Snippet descriptor(String application) throws IOException {
        Path war = fit(new ShopWar()).writeTo(directory.resolve(application + "/shop.war"));
        return file(server.descriptorFile()).with("/srv/shop/shop.war", war);
    }
}
