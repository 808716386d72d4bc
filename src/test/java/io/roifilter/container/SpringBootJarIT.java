package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Clicks;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.ReadmeRecipe;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Executable jars of Spring Boot, each in a process of its own: the jar and its settings are all that makes a shop a tracked one.
 * Its order is in the session of Spring Session alone, and Spring Security is there.
 */
@Tag("container")
@Timeout(180)
class SpringBootJarIT {
    private static final Path ALL_JAR = Path.of(System.getProperty("allJar")).toAbsolutePath();

    /** With settings from the places where the application has them. */
    private static final String BEANS = """
            <beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.springframework.org/schema/beans https://www.springframework.org/schema/beans/spring-beans.xsd">
              <bean id="roiCapture" class="org.springframework.boot.web.servlet.FilterRegistrationBean">
                <property name="filter"><bean class="io.roifilter.RoiCaptureFilter"/></property>
                <property name="order" value="-2147483648"/>
              </bean>
              <bean id="roiInsert" class="org.springframework.boot.web.servlet.FilterRegistrationBean">
                <property name="filter"><bean class="io.roifilter.RoiInsertFilter"/></property>
                <property name="urlPatterns" value="/thank-you"/>
                <property name="order" value="0"/>
              </bean>
            </beans>
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"boot3, Tomcat", "boot3, Jetty", "boot3, Undertow", "boot4, Tomcat", "boot4, Jetty"})
    void thinJarAsADependencyAndSettings(String line, String server) throws Exception {
        Path jar = BootJar.of(line, server).writeTo(directory.resolve("shop.jar"));
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                BootShop shop = start(endpoint, List.of("-jar", jar.toString()))) {
            buys(shop, endpoint);

            String health = shop.get("/actuator/health").body();
            assertTrue(health.matches("(?s).*\"roi\":\\{[^}]*\"rejected\":0.*"), health);
            assertEventually(
                    true,
                    () -> shop.get("/actuator/metrics/roi.orders?tag=outcome:accepted")
                            .body()
                            .contains("\"value\":1.0"));
            assertEquals(200, shop.get("/roi-status/").statusCode());
            assertEquals(200, shop.get("/roi-status/health").statusCode(), shop::log);
            stops(shop);
        }
    }

    @Test
    void allJarInTheExecutableJarAndSettings() throws Exception {
        Path jar = BootJar.of("boot3", "Tomcat").asItIs().writeTo(directory.resolve("shop.jar"), ALL_JAR);
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                BootShop shop = start(endpoint, List.of("-jar", jar.toString()))) {
            buys(shop, endpoint);
            stops(shop);
        }
    }

    /** The launcher is in every executable jar. */
    @Test
    void allJarAndSettingsBesideAnExecutableJar() throws Exception {
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                BootShop shop = start(endpoint, launch())) {
            buys(shop, endpoint);
            stops(shop);
        }
    }

    @Test
    void besideAnExecutableJarWithoutAutoConfiguration() throws Exception {
        String name = "io.roifilter.spring.RoiAutoConfiguration";
        List<String> command = new ArrayList<>(launch());
        command.add("--spring.autoconfigure.exclude=" + name);
        command.add("--spring.main.sources=" + name);
        command.addAll(List.of("--roi.confirmation[0]=/thank-you", "--roi.confirmation[1]=/merci"));
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                BootShop shop = start(endpoint, command)) {
            buys(shop, endpoint);
            assertTrue(shop.log().contains("reports orders on /merci, /thank-you"), shop::log);
            stops(shop);
        }
    }

    @Test
    void filtersThatAreBeansAreNotMountedAgain() throws Exception {
        Files.writeString(directory.resolve("roi.xml"), BEANS);
        List<String> command = new ArrayList<>(launch());
        command.add("--spring.main.sources=file:roi.xml");
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                BootShop shop = start(endpoint, command)) {
            buys(shop, endpoint);
            assertTrue(shop.log().contains("ROOT, roiInsert: reports orders"), shop::log);
            assertTrue(shop.log().contains("ROOT, roiCapture: keeps clicks"), shop::log);
            assertFalse(shop.log().contains("io.roifilter.RoiInsertFilter: reports orders"), shop::log);
            assertFalse(shop.log().contains("io.roifilter.RoiCaptureFilter: keeps clicks"), shop::log);
        }
    }

    @Test
    void saysWhatIsWrongAndWhere() throws Exception {
        Path jar = BootJar.of("boot3", "Tomcat").writeTo(directory.resolve("shop.jar"));
        Files.writeString(directory.resolve("application.yml"), """
                total: 5
                roi:
                  confirmation: /thank-you
                  order-id: ${order.id}
                  amount: ${total}
                  when: #{order.paid}
                  retry-maxx: 5m
                """);
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint();
                BootShop shop = new BootShop(
                        List.of(
                                "-jar",
                                jar.toString(),
                                "--roi.endpoint=" + endpoint.uri(),
                                "--roi.confirmation=/thank-you"),
                        directory,
                        Map.of("ROI_API_KEY", "key", "ROI_SHARED_SECRET", "secret"))) {
            String log = shop.log();
            assertTrue(
                    log.contains(
                            "orderId = \"${order.id}\" (Spring property roi.order-id, URL [file:application.yml] - 4:13):"
                                    + " Spring finds nothing to put in the place of a ${…} in it, which is Spring's own placeholder"),
                    log);
            assertTrue(log.contains("amount = \"5\""), log);
            assertTrue(log.contains("Spring has replaced a ${…} in it"), log);
            assertTrue(log.contains("when") && log.contains("In YAML, # begins a comment"), log);
            assertTrue(log.contains("did you mean roi.retryMax?"), log);
            String health = shop.get("/actuator/health").body();
            assertTrue(health.startsWith("{\"status\":\"UP\""), health);
            assertTrue(health.contains("TRACKING_DOWN"), health);
        }
    }

    @Test
    void saysThatWebFluxIsNotServed() throws Exception {
        Path jar = BootJar.of("boot3", "Tomcat").reactive().writeTo(directory.resolve("shop.jar"));
        try (BootShop shop = new BootShop(
                List.of(
                        "-cp",
                        jar.toString(),
                        "-Dloader.main=orders.Reactive",
                        "org.springframework.boot.loader.launch.PropertiesLauncher",
                        "--spring.main.web-application-type=reactive",
                        "--roi.endpoint=https://echo.example.com/"),
                directory,
                Map.of())) {
            assertTrue(shop.log().contains("this is a reactive web application (WebFlux)"), shop::log);
        }
    }

    /** By the command of the README, on a jar that knows nothing of us. */
    private List<String> launch() throws IOException {
        BootJar.of("boot3", "Tomcat").asItIs().writeTo(directory.resolve("shop.jar"));
        Files.copy(ALL_JAR, directory.resolve("roi-filter-VERSION-all.jar"));
        String[] words =
                ReadmeRecipe.block("spring boot launch").replace("\\\n", " ").split("\\s+");
        assertEquals("java", words[0]);
        return List.of(words).subList(1, words.length);
    }

    /** With the settings of the README. */
    private BootShop start(LoopbackEndpoint endpoint, List<String> command) throws Exception {
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/shared"), "secret of the shop");
        Files.writeString(
                directory.resolve("application.properties"),
                new Snippet(ReadmeRecipe.block("spring boot"))
                        .with("https://echo.bluehornet.com/api/xmlrpc/index.php", endpoint.uri())
                        .with("roi.api-key-file=/etc/roi-filter/api-key\n", "")
                        .with("/etc/roi-filter/shared-secret", "secrets/shared")
                        .text());
        return new BootShop(command, directory, Map.of("ROI_API_KEY", "key of the shop"));
    }

    private void buys(BootShop shop, LoopbackEndpoint endpoint) throws Exception {
        HttpResponse<String> redirect = shop.get("/account?roi_data=" + Clicks.CLICK);
        assertEquals(302, redirect.statusCode(), shop::log); // by Spring Security, to its login, without the query
        assertTrue(
                redirect.headers().allValues("Set-Cookie").stream()
                        .anyMatch(cookie -> Clicks.isIn(cookie, "roi_data", Clicks.CLICK)),
                redirect.headers()::toString);
        assertEquals(200, shop.post("/checkout?id=17").statusCode());
        assertEquals("thank you", shop.get("/thank-you").body());

        assertEventually(List.of("17 64.00"), () -> calls(endpoint));
        assertTrue(Files.exists(directory.resolve("roi/ROOT/outbox-1.db")), shop::log);
        assertTrue(shop.log().contains(directory.resolve("roi/ROOT/outbox-1.db").toString()), shop::log);
        assertTrue(shop.log().contains("orderId=#{order.id} (Spring property roi.order-id"), shop::log);
    }

    private static void stops(BootShop shop) throws InterruptedException {
        shop.stop();
        assertFalse(shop.log().contains(" ERROR "), shop::log);
        assertFalse(
                shop.log().lines().anyMatch(line -> line.contains(" WARN ") && line.contains("roifilter")), shop::log);
    }

    private static List<String> calls(LoopbackEndpoint endpoint) {
        return endpoint.received().stream()
                .flatMap(received -> received.message().calls().stream())
                .map(call -> call.arguments().get("order_id") + " "
                        + call.arguments().get("amount"))
                .sorted()
                .toList();
    }
}
