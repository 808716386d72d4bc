package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.PostgresServer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.dbcp.dbcp2.BasicDataSource;
import org.apache.tomcat.util.descriptor.web.ContextResource;
import org.eclipse.jetty.ee10.plus.webapp.EnvConfiguration;
import org.eclipse.jetty.ee10.plus.webapp.PlusConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.Resource;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** From the thank-you page through a shared database to the endpoint, on real servers with real pools. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SharedOutboxIT {
    private static final String RESOURCE = "jdbc/roi";

    /** What Tomcat sets for the whole JVM, in which there are other servers here. */
    private static final List<String> NAMING = List.of("java.naming.factory.url.pkgs", "java.naming.factory.initial");

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <resource-ref>
                <res-ref-name>%s</res-ref-name>
                <res-type>javax.sql.DataSource</res-type>
                <res-auth>Container</res-auth>
              </resource-ref>
            </web-app>
            """.formatted(RESOURCE);

    @AutoClose("remove")
    private static DatabaseServer database;

    @TempDir
    private Path directory;

    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    @BeforeAll
    static void startDatabase() throws Exception {
        database = new PostgresServer();
    }

    @AfterEach
    void closeEndpoint() {
        endpoint.close();
    }

    @Test
    void aResourceOfTomcatsIsFoundAndUsedThroughItsPool() throws Exception {
        Map<String, Optional<String>> before = NAMING.stream()
                .collect(Collectors.toMap(Function.identity(), name -> Optional.ofNullable(System.getProperty(name))));
        Tomcat tomcat = tomcat("java:comp/env/" + RESOURCE);
        tomcat.enableNaming();
        tomcat.start();
        order(tomcat.getConnector().getLocalPort(), "tomcat");
        assertDelivered("tomcat");
        tomcat.stop();
        tomcat.destroy();
        before.forEach((name, value) ->
                value.ifPresentOrElse(v -> System.setProperty(name, v), () -> System.clearProperty(name)));
    }

    @Test
    void aResourceOfJettysIsFoundAndUsedThroughItsPool() throws Exception {
        Server jetty = jetty("java:comp/env/" + RESOURCE);
        jetty.start();
        order(((ServerConnector) jetty.getConnectors()[0]).getLocalPort(), "jetty");
        assertDelivered("jetty");
        jetty.stop();
    }

    @Test
    void twoServersShareADatabaseByItsUrlAndReportAnOrderOnce() throws Exception {
        Tomcat tomcat = tomcat(database.url());
        Server jetty = jetty(database.url());
        tomcat.start();
        jetty.start();
        int[] ports = {tomcat.getConnector().getLocalPort(), ((ServerConnector) jetty.getConnectors()[0]).getLocalPort()
        };
        for (int i = 0; i < 20; i++) {
            order(ports[i % 2], "url" + i / 2);
        }
        assertDelivered(IntStream.range(0, 10).mapToObj(i -> "url" + i).toArray(String[]::new));
        tomcat.stop();
        tomcat.destroy();
        jetty.stop();
    }

    @Test
    void aClaimIsHeldForAMinuteMoreThanTwoPostsMayTake() throws Exception {
        List<Long> held = new CopyOnWriteArrayList<>();
        endpoint.behave((exchange, message) -> {
            held.add(leaseMillis());
            LoopbackEndpoint.acceptAll(exchange, message);
        });
        Tomcat tomcat = tomcat(database.url());
        tomcat.start();
        order(tomcat.getConnector().getLocalPort(), "held");
        assertDelivered("held");
        assertTrue(held.get(0) >= 90_000, held + " ms, of POSTs of at most 15 s");
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aNameThatTheContainerDoesNotHaveIsAWrongSetting() throws Exception {
        Server jetty = jetty("java:comp/env/jdbc/other");
        Exception failure = assertThrows(Exception.class, jetty::start);
        String message = failure.getMessage();
        assertTrue(message.contains("the container has no resource of that name"), message);
        assertTrue(message.contains("java:comp/env/jdbc/other"), message);
        jetty.stop();
    }

    private void assertDelivered(String... orderIds) throws Exception {
        assertEventually(
                List.of(orderIds),
                () -> endpoint.received().stream()
                        .flatMap(post -> post.orderIds().stream())
                        .sorted()
                        .toList());
        assertEventually("0", () -> database.query("SELECT COUNT(*) FROM roi_outbox WHERE state = 'waiting'"));
        assertEquals(
                "" + orderIds.length,
                database.query("SELECT COUNT(*) FROM roi_outbox WHERE state = 'delivered' AND order_id IN ('"
                        + String.join("','", orderIds) + "')"));
    }

    private static long leaseMillis() throws IOException {
        try {
            return Long.parseLong(
                    database.query("SELECT MAX(due - accepted_at) FROM roi_outbox WHERE claim IS NOT NULL"));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private Tomcat tomcat(String outbox) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("/shop", null);
        ContextResource resource = new ContextResource();
        resource.setName(RESOURCE);
        resource.setType("javax.sql.DataSource");
        resource.setAuth("Container");
        resource.setProperty("driverClassName", "org.postgresql.Driver");
        resource.setProperty("url", database.url());
        resource.setProperty("defaultAutoCommit", "false");
        resource.setProperty("maxTotal", "2");
        context.getNamingResources().addResource(resource);
        context.addServletContainerInitializer(shop(outbox), Set.of());
        return tomcat;
    }

    private Server jetty(String outbox) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        WebAppContext context = new WebAppContext();
        context.setContextPath("/shop");
        context.setBaseResourceAsPath(directory);
        context.setTempDirectory(directory.resolve("jetty").toFile());
        context.addConfiguration(new EnvConfiguration(), new PlusConfiguration());
        Files.createDirectories(directory.resolve("WEB-INF"));
        Files.writeString(directory.resolve("WEB-INF/web.xml"), WEB_XML);
        context.addServletContainerInitializer(shop(outbox));
        context.setThrowUnavailableOnStartupException(true);
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(database.url());
        pool.setMaxTotal(2);
        new Resource(context, RESOURCE, pool);
        server.setHandler(context);
        return server;
    }

    private void order(int port, String id) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/shop/thank-you?id=" + id + "&roi_data=echo3-1"))
                .build();
        assertEquals(
                200,
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    private ServletContainerInitializer shop(String outbox) {
        return new TestShop()
                .setting("endpoint", endpoint.uri().toString())
                .setting("acceptTimeout", null)
                .setting("orderId", "${param.id}")
                .setting("amount", "${'1.00'}")
                .setting("outbox", outbox)
                .setting("outboxDirectory", directory.resolve("outbox").toString())
                .setting("failFast", "true")
                .report(Map.of())
                .page("/thank-you", (request, response) -> response.getWriter().print("thank you"))
                .application();
    }
}
