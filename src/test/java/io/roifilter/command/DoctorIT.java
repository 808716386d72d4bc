package io.roifilter.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.roifilter.api.ApiRequest;
import io.roifilter.api.MalformedXmlException;
import io.roifilter.api.RoiInsert;
import io.roifilter.command.Tool.Result;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.testing.SelfSigned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An operator learns of each mistake from {@code doctor}, by the name of the setting and what to do. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class DoctorIT {
    private static final String CONFIRMATION = param("roi.confirmation", "/thanks");
    private static final String ORDER =
            param("roi.orderId", "${order.id}") + param("roi.amount", "${order.totalPrice}");

    @TempDir
    private Path directory;

    private final List<ApiRequest.Call> calls = new CopyOnWriteArrayList<>();
    private HttpsServer endpoint;
    private SelfSigned certificate;

    @BeforeEach
    void start() throws Exception {
        endpoint = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        certificate = new SelfSigned(directory);
        endpoint.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        endpoint.createContext("/api", this::answer);
        endpoint.start();
    }

    @AfterEach
    void stop() {
        endpoint.stop(0);
    }

    @Test
    void allIsWell() throws Exception {
        Result result = doctor(tool(), CONFIRMATION + ORDER);
        assertEquals(0, result.exitCode(), result.out());
        assertEquals("", result.err());
        for (String line : List.of(
                "ok    Java ",
                "ok    SQLite's native library can be loaded\n",
                "ok    settings: endpoint=" + uri() + " (environment variable ROI_ENDPOINT), ",
                "ok    orders are read on /thanks (confirmation)\n",
                "ok    clicks are seen on /* (capture)\n",
                "secret can be read, and not by everybody\n",
                "ok    outboxDirectory: " + directory.resolve("roi") + " will be made, as ",
                "ok    endpoint: port ",
                "ok    endpoint: takes roi.insert of this account (tried by a call without an order, which it refused: Miss",
                "ok    clock: as the endpoint's, to within ")) {
            assertTrue(result.out().contains(line), result.out());
        }
        assertFalse(result.out().contains("hush"), result.out());
        assertEquals(1, calls.size());
        assertEquals(List.of(), List.copyOf(calls.get(0).arguments().keySet()), "nothing that could be stored");
    }

    @Test
    void settingsThatAreWrong() throws Exception {
        String out = assertWrong(
                "WRONG orderId = \"${order.id\" (context-param roi.orderId): not a valid expression:",
                tool(),
                CONFIRMATION + param("roi.orderId", "${order.id") + param("roi.amount", "${order.totalPrice}"));
        assertTrue(out.contains("ok    endpoint: takes roi.insert"), "the rest is tried all the same: " + out);
        assertWrong(
                "WRONG roi.ordreId (context-param roi.ordreId): there is no such setting; did you mean roi.orderId?",
                tool(),
                CONFIRMATION + ORDER + param("roi.ordreId", "${order.id}"));
    }

    /** Which the page may state: that only an order shows. */
    @Test
    void withoutWhatAnOrderIs() throws Exception {
        Result result = doctor(tool(), CONFIRMATION);
        assertEquals(0, result.exitCode(), result.out());
        assertTrue(
                result.out().contains("-     orderId, amount and currency are read by convention, from what the page"),
                result.out());
        assertTrue(result.out().contains("orderId=${page.order.id}, amount=${page.order.amount}, "), result.out());
        result = doctor(tool(), CONFIRMATION + param("roi.amount", "${order.sum}"));
        assertTrue(result.out().contains("-     orderId is read by convention, from what the page"), result.out());
    }

    @Test
    void filtersThatAreMissing() throws Exception {
        assertWrong("WRONG confirmation is not set, and web.xml declares no RoiInsertFilter", tool(), ORDER);
        assertWrong(
                "WRONG capture is false, and web.xml declares no RoiCaptureFilter, so that no click is remembered",
                tool(),
                CONFIRMATION + ORDER + param("roi.capture", "false"));
        assertWrong(
                "WRONG capture has no effect: web.xml has an absolute-ordering without others",
                tool(),
                CONFIRMATION + ORDER + "<absolute-ordering><name>shop</name></absolute-ordering>");
        String insert =
                "<filter><filter-name>roi</filter-name><filter-class>io.roifilter.RoiInsertFilter</filter-class>"
                        + "<init-param><param-name>orderId</param-name><param-value>${order.id}</param-value></init-param>"
                        + "<init-param><param-name>amount</param-name><param-value>${order.sum}</param-value></init-param>"
                        + "</filter>";
        assertWrong("WRONG filter roi has no filter-mapping in web.xml, and is never called", tool(), insert);
        Result well = doctor(
                tool(),
                insert
                        + "<filter-mapping><filter-name>roi</filter-name><url-pattern>/done</url-pattern></filter-mapping>");
        assertEquals(0, well.exitCode(), well.out());
        assertTrue(well.out().contains("ok    filter roi is mapped on /done\n"), well.out());
        assertTrue(well.out().contains("orderId=${order.id} (init-param orderId of filter roi)"), well.out());
    }

    @Test
    void secretsThatAreWrong() throws Exception {
        assertWrong(
                "WRONG apiKey, sharedSecret: the endpoint refuses them (445 Could not authenticate): correct them",
                tool().with(
                                "ROI_SHARED_SECRET_FILE",
                                secret("wrong", "rw-------").toString()),
                CONFIRMATION + ORDER);
        Path open = secret("hush", "rw-r--r--");
        assertWrong(
                "WRONG " + open + " holds a secret, and every user of this machine can read or change it: chmod o-rwx ",
                tool().with("ROI_SHARED_SECRET_FILE", open.toString()),
                CONFIRMATION + ORDER);
        String out = assertWrong(
                "WRONG sharedSecretFile = \"" + directory.resolve("none")
                        + "\" (environment variable ROI_SHARED_SECRET_FILE): must be the path of a file with the value;",
                tool().with("ROI_SHARED_SECRET_FILE", directory.resolve("none").toString()),
                CONFIRMATION + ORDER);
        assertTrue(out.contains("-     apiKey and sharedSecret cannot be tried before both are set"), out);
    }

    @Test
    void anEndpointThatCannotBeReachedOrIsNone() throws Exception {
        assertWrong(
                "WRONG endpoint: the name no-such-host.invalid is unknown here: correct endpoint, or",
                tool().with("ROI_ENDPOINT", "https://no-such-host.invalid/"),
                CONFIRMATION + ORDER);
        assertWrong(
                "WRONG endpoint: what answers is not the API, or not well: HTTP status 404",
                tool().with("ROI_ENDPOINT", uri().replace("/api", "/")),
                CONFIRMATION + ORDER);
        assertWrong("its certificate is by nobody whom this Java trusts", untrusting(), CONFIRMATION + ORDER);
        assertWrong(
                "by way of the proxy 127.0.0.1:1: the proxy cannot be reached: connection refused (correct"
                        + " -Dhttps.proxyHost and -Dhttps.proxyPort, or see to the proxy)",
                tool().with("ROI_ENDPOINT", "https://192.0.2.1/")
                        .option("-Dhttps.proxyHost=127.0.0.1")
                        .option("-Dhttps.proxyPort=1"),
                CONFIRMATION + ORDER);
        endpoint.stop(0);
        assertWrong("cannot be reached: Connection refused. Correct endpoint, or", tool(), CONFIRMATION + ORDER);
    }

    @Test
    void namesAndAddressesThatAreNowhereInTheWar() throws Exception {
        Path war = war(
                CONFIRMATION + ORDER,
                Map.of(
                        "WEB-INF/lib/shop.jar",
                        zip(Map.of("com/example/Order.class", "\0\15getTotalPrice\1order\1id\1")),
                        "pages/thanks.jsp",
                        "…".getBytes(StandardCharsets.UTF_8)));
        Result well = tool().run("doctor", "--war", war.toString());
        assertEquals(0, well.exitCode(), well.out());

        Path wrong = war(
                CONFIRMATION + ORDER,
                Map.of("pages/done.jsp", "${ordr.id} ${order.totalPrices}".getBytes(StandardCharsets.UTF_8)));
        Result result = tool().run("doctor", "--war", wrong.toString());
        assertEquals(1, result.exitCode(), result.out());
        for (String line : List.of(
                "WRONG amount = ${order.totalPrice}: nothing in " + wrong.getFileName()
                        + " is called totalPrice: take the",
                "WRONG confirmation = /thanks: nothing in " + wrong.getFileName()
                        + " has the address /thanks, neither a")) {
            assertTrue(result.out().contains(line), result.out());
        }
        assertFalse(result.out().contains("is called order"), result.out());
    }

    @Test
    void aVariableThatIsGoneWithItsPage() throws Exception {
        String settings = CONFIRMATION + param("roi.orderId", "${number}") + param("roi.amount", "${cart.total}");
        String page = "<%@ taglib prefix='c' uri='jakarta.tags.core' %><c:set value='${it.id}' var='number' />${number}"
                + "<c:set var=\"cart\" scope=\"request\" value=\"${it}\"/>${cart.total}";
        Path war = war(settings, Map.of("thanks.jsp", page.getBytes(StandardCharsets.UTF_8)));
        Result result = tool().run("doctor", "--war", war.toString());
        assertEquals(1, result.exitCode(), result.out());
        assertTrue(
                result.out()
                        .contains("WRONG orderId = ${number}: number is a variable that a JSP sets for itself (c:set,"),
                result.out());
        assertFalse(result.out().contains("cart is a variable"), result.out());
    }

    @Test
    void ordersThatCouldNotBeStored() throws Exception {
        Outbox stopped = Outbox.embedded(
                directory.resolve("roi"),
                new Destination(uri(), ""),
                new OutboxOptions("shop", 100, Duration.ofSeconds(10), Duration.ofDays(30)),
                Clock.systemUTC());
        stopped.close(Duration.ofSeconds(20));
        stopped.accept(new RoiInsert("echo3-619", "1.00", "late", false, LocalDate.of(2026, 11, 22)));
        assertWrong(
                "WRONG 1 orders that the outbox could not take are in " + directory.resolve("roi/unstored-1.log"),
                tool(),
                CONFIRMATION + ORDER);
    }

    @Test
    void aLinkWhoseClickIsDropped() throws Exception {
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> opened = new CopyOnWriteArrayList<>();
        shop.createContext("/", exchange -> {
            opened.add(exchange.getRequestURI().toString());
            boolean redirects = exchange.getRequestURI().getPath().equals("/go");
            exchange.getResponseHeaders()
                    .add(
                            redirects ? "Location" : "Set-Cookie",
                            redirects ? "/home" : "roi_data=r2.x; Path=/; Max-Age=60");
            exchange.sendResponseHeaders(redirects ? 302 : 200, -1);
            exchange.close();
        });
        shop.start();
        try {
            String base = "http://127.0.0.1:" + shop.getAddress().getPort();
            Result result = tool().run("doctor", "--link", base + "/go?a=1&roi_data=echo3-secret&b=2#top");
            assertTrue(
                    result.out()
                            .contains("WRONG link: " + base + "/go?a=1&roi_data=test&b=2 redirects to " + base
                                    + "/home and drops roi_data"),
                    result.out());
            result = tool().run("doctor", "--link", base + "/home");
            assertTrue(
                    result.out()
                            .contains("ok    link: the click is kept at " + base + "/home?roi_data=test, in the cookie"
                                    + " roi_data (Path=/; Max-Age=60)"),
                    result.out());
            assertEquals(List.of("/go?a=1&roi_data=test&b=2", "/home?roi_data=test"), opened);
        } finally {
            shop.stop(0);
        }
    }

    @Test
    void whatTheRunningShopSays() throws Exception {
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String authorization =
                "Basic " + Base64.getEncoder().encodeToString("roi-filter:hush".getBytes(StandardCharsets.UTF_8));
        shop.createContext("/shop/roi-status", exchange -> {
            boolean allowed = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] status =
                    ("{\"version\":\"9\",\"startedAt\":\"2026-11-28T08:00:00Z\",\"health\":\"WARN\",\"findings\":["
                                    + "{\"name\":\"no-orders\",\"severity\":\"WARN\",\"text\":\"3 requests …\"}],"
                                    + "\"outcomes\":{\"accepted\":0,\"no order id\":3}}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(allowed ? 200 : 401, allowed ? status.length : -1);
            exchange.getResponseBody().write(allowed ? status : new byte[0]);
            exchange.close();
        });
        shop.start();
        String url = "http://127.0.0.1:" + shop.getAddress().getPort() + "/shop/roi-status";
        try {
            Result result = tool().run(
                            "doctor",
                            "--url",
                            url,
                            "--password-file",
                            secret("hush", "rw-------").toString());
            assertEquals(1, result.exitCode());
            for (String line : List.of(
                    "ok    the shop answers at " + url + ": roi-filter 9, since 2026-11-28T08:00:00Z, health WARN\n",
                    "ok    requests on confirmation routes since then: 3 no order id\n",
                    "WRONG the shop says: 3 requests …\n")) {
                assertTrue(result.out().contains(line), result.out());
            }
            assertTrue(
                    tool().run("doctor", "--url", url)
                            .out()
                            .contains("WRONG --url: " + url + ": it asks for the password of the status page"),
                    url);
            Result elsewhere = tool().run(
                            "doctor",
                            "--url",
                            url.replace("127.0.0.1", "192.0.2.1"),
                            "--password-file",
                            secret("hush", "rw-------").toString());
            assertEquals(2, elsewhere.exitCode(), "it is not sent");
            assertTrue(elsewhere.err().contains("--url must be an absolute https address"), elsewhere.err());
        } finally {
            shop.stop(0);
        }
        assertTrue(tool().run("doctor", "--url", url).out().contains("Does the shop run, and is --url its address?"));
        assertEquals(2, tool().run("doctor", "--url", "roi-status").exitCode());
    }

    @Test
    void aDirectoryOnAReadOnlyDisk() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", disk.toString()), "root on Linux");
        try {
            assertWrong(
                    "WRONG outboxDirectory: nothing can be written to " + disk,
                    tool().with("ROI_OUTBOX_DIRECTORY", disk.resolve("roi").toString()),
                    CONFIRMATION + ORDER);
        } finally {
            assertTrue(succeeds("umount", disk.toString()));
        }
    }

    @Test
    void aDatabaseThatIsAway() throws Exception {
        assertWrong(
                "WRONG outbox: there is no JDBC driver for jdbc:postgresql; name its jar by --driver JAR",
                tool().with("ROI_OUTBOX", "jdbc:postgresql://127.0.0.1:1/x?user=a&password=hush"),
                CONFIRMATION + ORDER);
        String out = assertWrong(
                "WRONG outbox: jdbc:postgresql:… cannot be used: ",
                tool().with("ROI_OUTBOX", "jdbc:postgresql://127.0.0.1:1/x?user=a&password=hush")
                        .always("--driver", Tool.jarOf(org.postgresql.Driver.class)),
                CONFIRMATION + ORDER);
        assertFalse(out.contains("hush"), out);
    }

    /** Each as it is printed, with the shop in the places that are named there. */
    @Test
    void doesWhatTheReadmeSays() throws Exception {
        Path war = war(CONFIRMATION + ORDER);
        Path unpacked = Files.createDirectories(directory.resolve("webapps/shop/WEB-INF"));
        Files.writeString(unpacked.resolve("web.xml"), webXml(CONFIRMATION));
        Path context = Files.writeString(
                directory.resolve("shop.xml"),
                "<Context><Parameter name='roi.orderId' value='${order.id}'/>"
                        + "<Parameter name='roi.amount' value='${order.sum}'/></Context>");
        List<List<String>> commands = Tool.readme("doctor");
        assertEquals(3, commands.size());
        for (List<String> command : commands) {
            Result result = tool().run(command.stream()
                    .map(word -> switch (word) {
                        case "shop.war" -> war.toString();
                        case "webapps/shop" -> unpacked.getParent().toString();
                        case "conf/Catalina/localhost/shop.xml" -> context.toString();
                        default -> word;
                    })
                    .toArray(String[]::new));
            assertEquals(0, result.exitCode(), () -> command + ": " + result);
        }
    }

    @Test
    void filesThatCannotBeReadAreWrongUse() throws Exception {
        Path broken = Files.createDirectories(directory.resolve("broken/WEB-INF"));
        Files.writeString(broken.resolve("web.xml"), "<web-app>");
        Result result = tool().run("doctor", "--dir", broken.getParent().toString());
        assertEquals(2, result.exitCode());
        assertTrue(result.err().contains("WEB-INF/web.xml is no well-formed XML: "), result.err());
        assertEquals(
                2,
                tool().run("doctor", "--war", directory.resolve("none.war").toString())
                        .exitCode());
        assertEquals(2, tool().run("doctor", "--context-file", "x").exitCode());
    }

    private String assertWrong(String expected, Tool tool, String webXml) throws Exception {
        Result result = doctor(tool, webXml);
        assertEquals(1, result.exitCode(), result.toString());
        assertTrue(result.out().contains(expected), result.out());
        assertEquals("", result.err());
        return result.out();
    }

    private Result doctor(Tool tool, String webXml) throws Exception {
        return tool.run("doctor", "--war", war(webXml).toString());
    }

    private Tool tool() throws Exception {
        return untrusting()
                .option("-Djavax.net.ssl.trustStore=" + certificate.store())
                .option("-Djavax.net.ssl.trustStorePassword=changeit");
    }

    private Tool untrusting() throws Exception {
        return new Tool()
                .with("ROI_ENDPOINT", uri())
                .with("ROI_API_KEY", "key")
                .with("ROI_SHARED_SECRET_FILE", secret("hush", "rw-r-----").toString())
                .with("ROI_OUTBOX_DIRECTORY", directory.resolve("roi").toString());
    }

    private String uri() {
        return "https://127.0.0.1:" + endpoint.getAddress().getPort() + "/api";
    }

    private Path secret(String secret, String rights) throws IOException {
        Path file = Files.writeString(Files.createTempFile(directory, "the", "secret"), secret + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private Path war(String webXml) throws IOException {
        return war(webXml, Map.of());
    }

    private Path war(String webXml, Map<String, byte[]> more) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(more);
        entries.put("WEB-INF/web.xml", webXml(webXml).getBytes(StandardCharsets.UTF_8));
        Path war = Files.createTempFile(directory, "shop", ".war");
        return Files.write(war, zipped(entries));
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        entries.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.ISO_8859_1)));
        return zipped(bytes);
    }

    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static String webXml(String content) {
        return "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\">" + content + "</web-app>";
    }

    private static String param(String name, String value) {
        return "<context-param><param-name>" + name + "</param-name><param-value>" + value
                + "</param-value></context-param>";
    }

    /** As the API does: first the login, then the arguments. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            ApiRequest message =
                    ApiRequest.fromXml(URLDecoder.decode(body.replaceFirst("^data=", ""), StandardCharsets.UTF_8));
            calls.addAll(message.calls());
            String item = message.credentials().sharedSecret().equals("hush")
                    ? "<methodName>roi.insert</methodName><error>1</error><responseText>Missing variables</responseText>"
                            + "<responseData><missing_vars>roi_data</missing_vars></responseData><responseNum>1</responseNum>"
                    : "<error>1</error><responseCode>445</responseCode><responseText>Could not authenticate</responseText>";
            byte[] answer =
                    ("<methodResponse><item>" + item + "</item></methodResponse>").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (MalformedXmlException e) {
            throw new IOException(e);
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
