package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.TestShop;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Headers that containers throw at when they are asked, on a page that does not ask: the order is reported all the same,
 * whichever of link, form and cookie has the click.
 */
@OnEachContainer
class OddHeadersIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> CONTENT_TYPES = List.of(
            FORM + "; charset='utf8'",
            FORM + "; charset='utf-8'",
            FORM + ";charset=\"utf8\"",
            FORM + "; charset=nonsense",
            FORM + "; charset=",
            FORM + "; charset=\"",
            FORM + "; charset=utf-16; charset=x",
            FORM + "; charset=\u00fc",
            FORM + "; charset=../../etc",
            FORM + ", text/plain",
            FORM + ";;;",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"",
            "multipart/form-data; boundary=" + "b".repeat(2000),
            "multipart/form-data; boundary=x; charset='utf8'",
            "multipart/mixed; charset='utf8'",
            "application/json; charset='utf8'",
            "text/plain; charset='utf8'",
            "; charset='utf8'",
            "/",
            "\u00fc");

    @RegisterExtension
    final TestShop shop = new TestShop();

    @Test
    void aClickInTheCookieIsReported() throws Exception {
        start();
        for (int i = 0; i < CONTENT_TYPES.size(); i++) {
            assertAnswered(post("/thank-you?id=" + i, CONTENT_TYPES.get(i), cookie(""), "a=b"));
        }
        assertReported(CONTENT_TYPES.size());
    }

    @Test
    void aClickInTheLinkIsReportedWhateverTheCookiesAre() throws Exception {
        start();
        for (int i = 0; i < CONTENT_TYPES.size(); i++) {
            String link = "/thank-you?roi_data=" + Clicks.encoded(Clicks.CLICK) + "&id=" + i;
            assertAnswered(post(link, CONTENT_TYPES.get(i), "Cookie: a b=\u00fc\"; $Version=x", "a=b"));
        }
        assertReported(CONTENT_TYPES.size());
    }

    @Test
    void aClickInACookieIsReportedWhateverTheOthersAre() throws Exception {
        start();
        List<String> others = List.of(
                "a b=c; ",
                "=; ",
                ";;; ",
                "\u00fc=1; ",
                "a=\u00fc\u00e4; ",
                "a=\"; ",
                "a=\"b\\\"; ",
                "$Version=1; $Path=/; ",
                "$Version=9; ",
                "a[]={\"x\":1, \"y\":\"z\"}; ",
                "a=b, c=d; ",
                "a=" + "x".repeat(4000) + "; ",
                "@=@; ",
                "a\tb=c; ");
        for (int i = 0; i < others.size(); i++) {
            assertAnswered(post("/thank-you?id=" + i, FORM, cookie(others.get(i)), "a=b"));
        }
        assertReported(others.size());
    }

    @Test
    void aClickInAFormIsReportedIfTheContainerCanReadIt() throws Exception {
        start();
        String form = "roi_data=" + Clicks.encoded(Clicks.CLICK);
        assertAnswered(post("/thank-you?id=0", FORM + "; charset=utf-8", "X: y", form));
        // Tomcat reads a form of an unknown charset, Jetty as well: at its Content-Type alone it throws.
        assertAnswered(post("/thank-you?id=1", FORM + "; charset='utf8'", "X: y", form));
        assertReported(2);
    }

    private void start() throws Exception {
        shop.capture(Map.of())
                .report(Map.of("orderId", "order-${param.id}", "amount", "${order.total}"))
                .page("/thank-you", (request, response) -> {
                    request.setAttribute("order", Map.of("total", "152.99"));
                    response.getWriter().print("thank you");
                })
                .start();
    }

    private void assertReported(int orders) throws Exception {
        shop.stop();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            ids.add("order-" + i + " waiting");
        }
        assertEquals(
                ids,
                shop.rows().stream()
                        .map(row -> row.orderId() + " " + row.state())
                        .toList(),
                LOG::all);
        assertTrue(shop.rows().stream()
                .map(OutboxFile.Row::order)
                .allMatch(order -> order.roiData().equals(Clicks.CLICK)));
    }

    private static void assertAnswered(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("thank you"), answer);
    }

    private static String cookie(String others) {
        return "Cookie: " + others + "roi_data=" + Clicks.inCookie(Clicks.CLICK);
    }

    /** By a socket, as clients of Java refuse to send such. Returns when the server has closed the connection. */
    private String post(String path, String contentType, String header, String body) throws Exception {
        String request = "POST " + shop.address().getPath() + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: close\r\nContent-Type: " + contentType + "\r\n" + header + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket("127.0.0.1", shop.address().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
