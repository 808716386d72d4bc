package io.roifilter.receiver;

import static io.roifilter.receiver.EndpointServer.call;
import static io.roifilter.receiver.EndpointServer.items;
import static io.roifilter.receiver.EndpointServer.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiResponse.Item;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are no messages of the API: each gets a fitting status and words in the API's form, and does no harm.
 */
class HostileRequestsIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path directory;

    private EndpointServer endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = EndpointServer.start(directory, Clock.systemUTC());
    }

    /** Whatever came before, the next message is served. */
    @AfterEach
    void servesTheNextAndStops() throws Exception {
        try (EndpointServer served = endpoint) {
            assertEquals("201", served.send(message(call("next"))).get(0).responseCode());
            assertEquals(List.of("next"), served.receivedIds());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO"})
    void onlyPostIsServed(String method) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri())
                .method(method, BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = endpoint.exchange(request);
        assertEquals("POST", response.headers().firstValue("Allow").orElseThrow());
        assertTrue(refusal(response, 405).contains("POST"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text/xml", "application/xml", "multipart/form-data; boundary=x", "text/plain", "a;b;c", ";"
            })
    void otherMediaTypesAreRefused(String contentType) throws Exception {
        HttpResponse<String> response = endpoint.post(contentType, BodyPublishers.ofString("<api/>"));
        assertTrue(refusal(response, 415).contains(FORM));
    }

    @ParameterizedTest
    @ValueSource(strings = {FORM + "; charset=UTF-8", "APPLICATION/X-WWW-FORM-URLENCODED", FORM + " ;x=y"})
    void parametersAndCaseOfTheMediaTypeDoNotMatter(String contentType) throws Exception {
        String body = "data=" + URLEncoder.encode(message(call("next")).toXml(), StandardCharsets.UTF_8);
        assertEquals(
                "201",
                items(endpoint.post(contentType, BodyPublishers.ofString(body)), 200)
                        .get(0)
                        .responseCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "&&=&", "data", "Data=x", "%3Capi%3E", "<api></api>", "xml=%3Capi/%3E&dat=1"})
    void missingFieldIsNamed(String body) throws Exception {
        assertTrue(refusal(endpoint.postForm(body), 400).contains("field \"data\" is missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data=%",
                "data=%4",
                "data=%zz",
                "data=%3Capi%3",
                "a=b&data=%%&c=d",
                "data=%C3%28",
                "data=%ED%A0%80"
            })
    void wrongPercentEncodingIsNamed(String body) throws Exception {
        String text = refusal(endpoint.postForm(body), 400);
        assertTrue(text.contains("not URL-encoded") || text.contains("not UTF-8"), text);
    }

    @Test
    void otherFieldsAreIgnoredAndTheFirstOfTwoCounts() throws Exception {
        String data = "data=" + URLEncoder.encode(message(call("next")).toXml(), StandardCharsets.UTF_8);
        HttpResponse<String> response = endpoint.postForm("a=%zz&&b&" + data + "&data=x");
        assertEquals("201", items(response, 200).get(0).responseCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<api>",
                "<api></data>",
                "<methodResponse/>",
                "{\"data\": []}",
                "<api>&undeclared;</api>",
                "<api>\u0000</api>",
                "<api>&#0;</api>",
                "<!DOCTYPE api><api/>",
                "<!DOCTYPE api [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><api>&b;&b;</api>"
            })
    void malformedXmlIsRefused(String xml) throws Exception {
        assertTrue(refusal(endpoint.postXml(xml), 400).contains("\"data\""));
    }

    @Test
    void fileOfTheServerIsNotReadIntoAnAnswer() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "the-secret");
        String xml = "<!DOCTYPE api [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                + message(call("&x;"))
                        .toXml()
                        .replaceFirst("^<\\?xml[^>]*>", "")
                        .replace("&amp;x;", "&x;");
        HttpResponse<String> response = endpoint.postXml(xml);
        refusal(response, 400);
        assertFalse(response.body().contains("the-secret"));
    }

    @Test
    void deepNestingAndManyElementsAreRefused() throws Exception {
        refusal(endpoint.postForm("data=" + "<a>".repeat(300_000)), 400);
        refusal(endpoint.postForm("data=<api>" + "<a/>".repeat(200_000) + "</api>"), 400);
        refusal(endpoint.postForm("data=<api " + "a='' ".repeat(200_000) + "/>"), 400);
    }

    @Test
    void bodyOfExactlyOneMebibyteIsReadAndOneByteMoreIsNot() throws Exception {
        String data = "&data=" + URLEncoder.encode(message(call("next")).toXml(), StandardCharsets.UTF_8);
        String body = "x".repeat(RequestBody.MAX_BYTES - data.length()) + data;
        assertEquals("201", items(endpoint.postForm(body), 200).get(0).responseCode());
        assertTrue(refusal(endpoint.postForm("x" + body), 413).contains("1048576"));
    }

    @Test
    void largeBodiesAreRefusedWithTheirLengthToldOrNot() throws Exception {
        byte[] body = ("data=" + "x".repeat(2 << 20)).getBytes(StandardCharsets.US_ASCII);
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        refusal(endpoint.post(FORM, BodyPublishers.ofByteArray(body)), 413);
        refusal(endpoint.post(FORM, chunked), 413);
        HttpResponse<String> json = endpoint.post("application/json", BodyPublishers.ofByteArray(body));
        assertEquals(413, json.statusCode());
        assertTrue(json.body().startsWith("{\"methodResponse\":[{\"error\":\"1\""), json.body());
    }

    /** The sender is answered, and its connection closed, when it has sent more than a sender by mistake would. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 104857600", "Transfer-Encoding: chunked"})
    void hundredMegabytesAreNotReadToTheirEnd(String header) throws Exception {
        try (Socket socket = new Socket(endpoint.uri().getHost(), endpoint.uri().getPort())) {
            socket.setSoTimeout(60_000);
            String head = "POST " + endpoint.uri().getPath() + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM
                    + "\r\n" + header + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            FutureTask<Integer> sending = new FutureTask<>(() -> sendHundredMegabytes(socket.getOutputStream()));
            new Thread(sending).start();
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
            assertEquals("HTTP/1.1 413", new String(status, StandardCharsets.US_ASCII));
            int sent = sending.get(60, TimeUnit.SECONDS);
            assertTrue(sent < 50 << 20, sent + " bytes sent, those into the buffers between included");
        }
    }

    /** @return how many bytes were taken when the connection was closed */
    private static int sendHundredMegabytes(OutputStream body) {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        try {
            for (; sent < 100 << 20; sent += chunk.length) {
                body.write(chunk);
            }
        } catch (IOException e) {
            // Closed, at any moment: the answer may not even have been read yet.
        }
        return sent;
    }

    /** A bomb of a few kilobytes. */
    @Test
    void compressedBodiesAreNotInflated() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(("data=" + "x".repeat(16 << 20)).getBytes(StandardCharsets.US_ASCII));
        }
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri())
                .header("Content-Type", FORM)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(compressed.toByteArray()))
                .build();
        assertTrue(refusal(endpoint.exchange(request), 400).contains("field \"data\" is missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nonsense",
                "{",
                "{}}",
                "{} {}",
                "{\"data\":[",
                "{\"data\":[{]}",
                "[]",
                "1e999999999",
                "null,",
                "{\"data\":{}}",
                "{\"data\":[1]}",
                "{\"data\":\"x\"}",
                "{\"authentication\":[]}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud83\"}",
                "{\"a\":01}",
                "{'a':1}"
            })
    void malformedJsonIsRefusedInJson(String json) throws Exception {
        HttpResponse<String> response = endpoint.postJson(json);
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(
                response.body().startsWith("{\"methodResponse\":[{\"error\":\"1\",\"responseText\":\""),
                response.body());
        assertFalse(response.body().contains("Exception"), response.body());
    }

    @Test
    void hostileJsonIsRefused() throws Exception {
        for (String json : List.of(
                "[".repeat(500_000),
                "{\"a\":".repeat(150_000),
                "{\"a\":" + "[".repeat(50) + "]".repeat(50) + "}",
                "{\"data\":[" + "{},".repeat(100_000) + "{}]}")) {
            assertEquals(400, endpoint.postJson(json).statusCode());
        }
        HttpResponse<String> notUtf8 =
                endpoint.post("application/json", BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'}));
        assertEquals(400, notUtf8.statusCode());
    }

    @Test
    void hugeNumbersInJsonAreJustTexts() throws Exception {
        for (String number : List.of("1e999999999", "-1E-999999999", "9".repeat(500_000))) {
            HttpResponse<String> response =
                    endpoint.postJson("{\"x\":" + number + ",\"data\":[{\"amount\":" + number + "}]}");
            assertEquals(200, response.statusCode(), response.body());
            assertTrue(response.body().contains("Could not authenticate"), response.body());
        }
    }

    @Test
    void faultsOfSettingsAreToldToNobodyButTheLog() throws Exception {
        try (EndpointServer off = EndpointServer.start(Map.of("apikey", "a-secret"))) {
            HttpResponse<String> response = off.postXml(message(call("A")).toXml());
            assertTrue(refusal(response, 503).contains("switched off"));
            assertTrue(response.headers().firstValue("Retry-After").isPresent());
            assertFalse(response.body().contains("a-secret"));
            assertEquals(null, off.attribute(RoiApiServlet.RECEIVED_ORDERS));
        }
    }

    @Test
    void faultsOfSettingsFailTheDeploymentIfAsked() {
        Exception e = assertThrows(
                Exception.class,
                () -> EndpointServer.start(Map.of("apikey", "a-secret", "failFast", "true", "dbSpec", "a b")));
        String all = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
        for (String problem : List.of("5 problems", "did you mean apiKey?", "sharedSecret", "roiSecret", "dbSpec")) {
            assertTrue(all.contains(problem), all);
        }
        assertFalse(all.contains("a-secret"), all);
    }

    /** The words of the one item of an answer with this status. */
    private static String refusal(HttpResponse<String> response, int status) throws Exception {
        List<Item> items = items(response, status);
        assertEquals(1, items.size());
        assertEquals("1", items.get(0).error());
        assertFalse(response.body().contains("Exception"), response.body());
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElseThrow());
        return items.get(0).responseText();
    }
}
