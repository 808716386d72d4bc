package io.roifilter;

import static io.roifilter.ServerProcess.JETTY;
import static io.roifilter.ServerProcess.TOMCAT;
import static io.roifilter.ServerProcess.TOMCAT_OPTIONS;
import static io.roifilter.ServerProcess.classPath;
import static io.roifilter.ServerProcess.contextParameters;
import static io.roifilter.ServerProcess.copyPackage;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.outbox.Outbox;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.undeploy.Served;
import io.roifilter.undeploy.ShopServlet;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A jar that is overwritten in place under the running server, as {@code cp} does it, when nothing but one page without a
 * click has been seen: every page is as before, and each order is delivered or whole in the log.
 */
@Timeout(180)
class OverwrittenJarIT {
    private static final Path ALL_JAR = Path.of(System.getProperty("allJar"));
    private static final String LIBRARIES =
            "(parsson|jakarta\\.json.*|commons-codec|jsoup|sqlite-jdbc|tomcat-embed-el)";
    private static final String ROI_DATA = "echo3-619-295-1856";
    private static final String COOKIE = "roi_data=";

    @TempDir
    private Path directory;

    @AutoClose
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    private final HttpClient browser = HttpClient.newHttpClient();
    private final List<String> output = new ArrayList<>();
    private Process process;
    private BufferedReader lines;
    private URI shop;

    @AfterEach
    void end() {
        ServerProcess.end(process);
    }

    @ParameterizedTest
    @CsvSource({"tomcat, noise", "tomcat, other order", "jetty, noise", "jetty, other order"})
    void changesNoPageAndLosesNoOrder(String server, String newJar) throws Exception {
        Path jar = install(ALL_JAR);
        start(server, directory.resolve("outbox"));
        assertEquals("200 thank you", get("/", ""));

        overwrite(jar, newJar.equals("noise") ? noise() : inOtherOrder(jar));

        String cookie = click();
        useAll(cookie);
        stop();
        assertEquals(Set.of("1", "2", "3", "4", "last"), delivered());
    }

    /** Then the log is all that there is. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void losesNoOrderEvenIfTheStoreIsAwayToo(String server) throws Exception {
        Path jar = install(ALL_JAR);
        start(server, Files.writeString(directory.resolve("outbox"), "no directory"));
        assertEquals("200 thank you", get("/", ""));

        overwrite(jar, noise());

        assertEquals("200 thank you", get("/thank-you?order=1", click()));
        stop();
        assertEquals(
                1,
                output.stream()
                        .filter(line -> line.contains(Outbox.UNSTORED + " {")
                                && line.contains("\"" + ROI_DATA + "\"")
                                && line.contains("\"order_id\":\"1\""))
                        .count(),
                () -> String.join("\n", output));
    }

    /** Of our jar and of the libraries beside it. Whoever adds a class that this misses sees it here. */
    @ParameterizedTest
    @CsvSource({"tomcat, all", "jetty, all", "tomcat, thin"})
    void loadsNothingMoreOnceItHasStarted(String server, String kind) throws Exception {
        install(kind.equals("all") ? ALL_JAR : Path.of(System.getProperty("thinJar")));
        if (kind.equals("thin")) {
            for (String library : classPath(LIBRARIES).split(File.pathSeparator)) {
                Files.copy(Path.of(library), lib().resolve(Path.of(library).getFileName()));
            }
        }
        start(server, directory.resolve("outbox"));
        List<String> before = loaded();
        assertTrue(before.stream().anyMatch(line -> line.contains("RoiCookie")), "the log shows what is loaded");

        useAll(click());
        stop();

        List<String> more = loaded();
        assertEquals(List.of(), more.subList(before.size(), more.size()));
    }

    /** What the class that reads the names gives is what the jar has. */
    @Test
    void findsTheClassesOfAJarInWhateverItLies() throws Exception {
        Path war = directory.resolve("shop.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            zip.putNextEntry(new ZipEntry("WEB-INF/lib/roi.jar"));
            Files.copy(ALL_JAR, zip);
        }
        Set<String> ofFile = new HashSet<>(ClassNames.in(ALL_JAR.toUri().toURL()));

        assertTrue(ofFile.contains("io.roifilter.RoiInsertFilter"), ofFile::toString);
        assertTrue(ofFile.contains("org.sqlite.SQLiteConfig"), ofFile::toString);
        assertEquals(
                ofFile,
                new HashSet<>(ClassNames.in(URI.create("jar:" + war.toUri() + "!/WEB-INF/lib/roi.jar")
                        .toURL())));
        assertEquals(
                ofFile,
                new HashSet<>(ClassNames.in(
                        URI.create("jar:" + ALL_JAR.toUri() + "!/").toURL())));
    }

    /** Whatever visitors and the endpoint may do. */
    private void useAll(String cookie) throws Exception {
        List<String> pages = List.of(
                "/?roi_data=a",
                "/page;x=y?roi_data=" + ROI_DATA,
                "/thank-you",
                "/thank-you?order=",
                "/thank-you?order=refused&amount=pending",
                "/thank-you?order=refused&amount=-1",
                "/thank-you?order=euro&amount=1&currency=EUR",
                "/thank-you?order=unreadable&amount=throws",
                "/thank-you?order=1",
                "/thank-you?order=1");
        for (String page : pages) {
            assertEquals("200 thank you", get(page, cookie), page);
            assertEquals("200 thank you", get(page, COOKIE + "%%%"), page);
            assertEquals("200 thank you", get(page, COOKIE + "bm90aGluZw=="), page);
            assertEquals("200 thank you", get(page, ""), page);
        }
        assertDelivered("1");
        endpoint.behave(LoopbackEndpoint.replying(500, "out of order"));
        assertEquals("200 thank you", get("/thank-you?order=2", cookie));
        assertMore();
        for (String answer :
                List.of("", "<nonsense", "<methodResponse/>", "<methodResponse><item/></methodResponse>")) {
            endpoint.behave(LoopbackEndpoint.replying(200, answer));
            assertMore();
        }
        endpoint.behave(LoopbackEndpoint::truncate);
        assertMore();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        assertDelivered("2");
        endpoint.behave(LoopbackEndpoint.replying(
                200, LoopbackEndpoint.answer(1, "<responseCode>400</responseCode><responseText>no</responseText>")));
        assertEquals("200 thank you", get("/thank-you?order=3", cookie));
        assertDelivered("3");
        endpoint.behave(LoopbackEndpoint.replying(
                200, LoopbackEndpoint.answer(1, "<responseCode>401</responseCode><responseText>key</responseText>")));
        assertEquals("200 thank you", get("/thank-you?order=4", cookie));
        assertMore();
        endpoint.behave(LoopbackEndpoint::acceptAll);
        assertDelivered("4");
        assertEquals("200 thank you", get("/thank-you?order=last", cookie));
        assertDelivered("last");
    }

    private String click() throws Exception {
        HttpResponse<String> page = send("/?roi_data=" + ROI_DATA, "");
        assertEquals("200 thank you", page.statusCode() + " " + page.body());
        String cookie = page.headers().firstValue("Set-Cookie").orElse("none");
        assertTrue(cookie.startsWith(COOKIE), cookie);
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private String get(String path, String cookie) throws Exception {
        HttpResponse<String> page = send(path, cookie);
        return page.statusCode() + " " + page.body();
    }

    private HttpResponse<String> send(String path, String cookie) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(shop + path))
                        .header("Cookie", cookie)
                        .build(),
                BodyHandlers.ofString());
    }

    private void assertDelivered(String order) throws Exception {
        assertEventually(true, () -> delivered().contains(order));
    }

    private Set<String> delivered() {
        Set<String> ids = new HashSet<>();
        endpoint.received().forEach(message -> ids.addAll(message.orderIds()));
        return ids;
    }

    /** Waits for the endpoint to be asked again. */
    private void assertMore() throws Exception {
        int before = endpoint.received().size();
        assertEventually(true, () -> endpoint.received().size() > before);
    }

    private Path lib() throws IOException {
        return Files.createDirectories(directory.resolve("shop/WEB-INF/lib"));
    }

    private Path install(Path jar) throws Exception {
        for (String name : List.of("server", "tmp", "work")) {
            Files.createDirectory(directory.resolve(name));
        }
        copyPackage(directory.resolve("server"), name -> !name.startsWith("Shop"));
        copyPackage(directory.resolve("shop/WEB-INF/classes"), name -> name.startsWith("Shop"));
        return Files.copy(jar, lib().resolve("roi-filter.jar"));
    }

    private void start(String server, Path outbox) throws Exception {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "endpoint", endpoint.uri().toString(),
                "apiKey", "key",
                "sharedSecret", "secret",
                "outboxDirectory", outbox.toString(),
                "confirmation", "/thank-you",
                "orderId", "${order.id}",
                "retryMin", "50ms",
                "retryMax", "200ms"));
        settings.put(
                "amount",
                "${param.amount == 'throws' ? order.total.unknown : empty param.amount ? order.total.dollars : param.amount}");
        if (server.equals("jetty")) { // where expressions read the answer, more is needed
            settings.put(
                    "when",
                    "${page.match('(thank)') == 'thank' and empty page.text('b') and empty page.json and empty page.order.id}");
        }
        settings.put("currency", "${empty param.currency ? 'USD' : param.currency}");
        Files.writeString(directory.resolve("shop/WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                %s
                  <servlet><servlet-name>shop</servlet-name><servlet-class>%s</servlet-class></servlet>
                  <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
                </web-app>
                """.formatted(
                        contextParameters(settings), ShopServlet.class.getName()));
        List<String> command = new ArrayList<>(server.equals("tomcat") ? TOMCAT_OPTIONS : List.of());
        command.addAll(List.of(
                "-Xlog:class+load:file=" + directory.resolve("classes.log"),
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-cp",
                directory.resolve("server") + File.pathSeparator + classPath(server.equals("tomcat") ? TOMCAT : JETTY),
                Served.class.getName(),
                server,
                directory.resolve("shop").toString(),
                directory.resolve("work").toString()));
        process = JavaProcess.of(command).redirectErrorStream(true).start();
        lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.startsWith("listening ")) {
            output.add(line);
            line = lines.readLine();
        }
        assertTrue(line != null, output::toString);
        shop = URI.create("http://127.0.0.1:" + line.substring("listening ".length()) + "/shop");
    }

    private void stop() throws Exception {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        lines.lines().forEach(output::add);
        assertEquals(0, process.waitFor(), output::toString);
        assertTrue(
                output.stream()
                        .noneMatch(line -> line.contains("NoClassDefFoundError")
                                || line.contains("ClassNotFoundException")
                                || line.contains("neither the outbox nor this log")),
                () -> String.join("\n", output));
    }

    /** What was loaded from the shop's libraries, in this order. */
    private List<String> loaded() throws IOException {
        try (Stream<String> log = Files.lines(directory.resolve("classes.log"))) {
            return log.filter(line -> line.contains("WEB-INF/lib/")).toList();
        }
    }

    /** Into the same file. */
    private static void overwrite(Path jar, byte[] content) throws IOException {
        Files.write(jar, content, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static byte[] noise() {
        byte[] noise = new byte[1 << 20];
        new Random(8).nextBytes(noise);
        return noise;
    }

    /** The same entries, the last first, and not compressed. */
    private static byte[] inOtherOrder(Path jar) throws IOException {
        List<Map.Entry<String, byte[]>> entries = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(jar)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(0, Map.entry(entry.getName(), in.readAllBytes()));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(0);
            for (Map.Entry<String, byte[]> entry : entries) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
