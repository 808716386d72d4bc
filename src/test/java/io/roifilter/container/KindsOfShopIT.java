package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.RawConnection;
import io.roifilter.container.shop.PrintingServlet;
import io.roifilter.container.shop.PrintingServlet.Kind;
import io.roifilter.testing.Clicks;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Shops of which nothing is known but the address of the page that confirms an order, and, where that states none for
 * others, where it stands on it. Their answers are the same with and without us. (One of Spring Boot: {@code SpringBootIT}.)
 */
@ClassTemplate
@Tag("container")
@Timeout(180)
class KindsOfShopIT {
    @RegisterExtension
    static final EachServer SERVERS = new EachServer(Cell::onTheRunningJava, KindsOfShopIT::install);

    private static final int BOUND_MILLIS = 30_000;

    private static final Pattern FIVE_LINES =
            Pattern.compile("```\n(confirmation = /api/orders\n.*?)```", Pattern.DOTALL);

    private static final String TAGGED_JSP = """
            <%@ page contentType="text/html; charset=UTF-8" %>
            <!DOCTYPE html>
            <title>Thank you</title>
            <h1>Thank you</h1>
            <p>Order <strong>${param.id}</strong>: $<span id="total">64.00</span></p>
            <script type="application/ld+json">
              {"@context": "https://schema.org", "@type": "Order", "orderNumber": "${param.id}", "price": "64.00"}
            </script>
            """;

    private final Installation installation;

    KindsOfShopIT(Installation installation) {
        this.installation = installation;
    }

    private static void install(Installation installation) throws Exception {
        Snippet byConvention = installation.file("confirmation.xml");
        Snippet selected = byConvention
                .and(Snippet.contextParam("roi.orderId", "${page.text('#order-number')}"))
                .and(Snippet.contextParam("roi.amount", "${page.text('.total')}"));
        Snippet redirected = byConvention
                .and(Snippet.contextParam("roi.orderId", "${page.status}:${page.header['Location']}"))
                .and(Snippet.contextParam("roi.amount", "${'64.00'}"));
        Snippet json = byConvention.with("/thank-you", fiveLines().get("confirmation"));
        for (Map.Entry<String, String> line : fiveLines().entrySet()) {
            if (!line.getKey().equals("confirmation")) {
                json = json.and(Snippet.contextParam("roi." + line.getKey(), line.getValue()));
            }
        }
        installation.deploy("jsp-it", jsp().withAllJar().declaring(byConvention.text()));
        installation.deploy("jsp-no", jsp());
        installation.deploy("tag-it", printing().withAllJar().declaring(byConvention.text()));
        installation.deploy("sel-it", printing().withAllJar().declaring(selected.text()));
        installation.deploy("api-it", printing().withAllJar().declaring(json.text()));
        installation.deploy("red-it", printing().withAllJar().declaring(redirected.text()));
        installation.deploy("all-no", printing());
        installation.server().start();
    }

    @Test
    void jspThatStatesItsOrder() throws Exception {
        assertSame("jsp-it", "jsp-no", "POST", "thank-you?id=jsp-1");
        assertReported("jsp-1");
    }

    @ParameterizedTest
    @CsvSource({"tag-it,TAGGED", "tag-it,JSON_LD", "sel-it,PLAIN"})
    void printedByAServletWithoutAnyAttribute(String application, Kind kind) throws Exception {
        String id = application + "-" + kind;
        assertSame(application, "all-no", "GET", "thank-you?kind=" + kind + "&id=" + id);
        assertReported(id);
    }

    /** With the five lines of the README. Only what makes an order is one. */
    @Test
    void jsonThatAScriptAsksFor() throws Exception {
        String path = "api/orders?kind=JSON&id=json-";
        assertSame("api-it", "all-no", "GET", path + "one");
        assertSame("api-it", "all-no", "GET", path + "list&list=1");
        assertSame("api-it", "all-no", "PUT", path + "changed");
        assertSame("api-it", "all-no", "POST", path + "made");
        assertReported("json-made");
        assertEquals(
                List.of("json-made"),
                installation.calls().stream()
                        .map(call -> call.arguments().get("order_id"))
                        .filter(id -> id.startsWith("json-"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIRECT", "STATUS_AND_HEADER", "REDIRECT_AS", "REDIRECT_UNCLEARED", "REDIRECT_UNCLEARED_AS"})
    void whereARedirectLeads(Kind kind, Cell cell) throws Exception {
        int status = Map.of(Kind.STATUS_AND_HEADER, 303, Kind.REDIRECT_AS, 303, Kind.REDIRECT_UNCLEARED_AS, 307)
                .getOrDefault(kind, 302);
        boolean isNew = !List.of(Kind.REDIRECT, Kind.STATUS_AND_HEADER).contains(kind);
        if (isNew
                && !List.of(Distribution.TOMCAT_11, Distribution.JETTY_12_1_EE11)
                        .contains(cell.distribution())) {
            return; // of Servlet 6.0
        }
        assertSame("red-it", "all-no", "POST", "thank-you?kind=" + kind + "&id=" + kind);
        assertReported(status + ":/orders/" + kind);
    }

    private void assertReported(String id) throws Exception {
        assertEventually(1, () -> installation.calls(id).size());
        assertEquals("64.00", installation.calls(id).get(0).arguments().get("amount"));
    }

    private void assertSame(String tracked, String untracked, String method, String path) throws IOException {
        assertEquals(answer(untracked, method, path), answer(tracked, method, path), () -> method + " " + path);
    }

    /** The wire itself, but for dates, sessions, and the name of the application. */
    private String answer(String application, String method, String path) throws IOException {
        URI shop = installation.server().uri(application);
        try (RawConnection connection = new RawConnection(shop)) {
            connection.send(method + " " + shop.getPath() + path + " HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n"
                    + "Cookie: roi_data=" + Clicks.inCookie(Clicks.CLICK) + "\r\n");
            assertTrue(connection.arrives(BOUND_MILLIS), () -> method + " " + path + " has no end");
            return connection
                    .received()
                    .replace(shop.getPath(), "/shop/")
                    .replaceAll("\r\nDate: [^\r]*", "")
                    .replaceAll("(?i)(JSESSIONID=)[\\w.]*; Path=[^;\r]*", "$1");
        }
    }

    /** Of the README, by name. */
    private static Map<String, String> fiveLines() throws IOException {
        Matcher matcher = FIVE_LINES.matcher(Files.readString(Path.of("README.md")));
        assertTrue(matcher.find());
        assertEquals(5, matcher.group(1).lines().count());
        return Arrays.stream(matcher.group(1).split("\n"))
                .map(line -> line.split(" += ", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    private static ShopWar jsp() throws IOException {
        return new ShopWar().with("WEB-INF/pages/thank-you.jsp", TAGGED_JSP.getBytes(StandardCharsets.UTF_8));
    }

    private static ShopWar printing() throws IOException {
        return ShopWar.of(PrintingServlet.class)
                .replacingInWebXml(
                        "<url-pattern>/catalogue</url-pattern>",
                        "<url-pattern>/catalogue</url-pattern><url-pattern>/api/orders</url-pattern>");
    }
}
