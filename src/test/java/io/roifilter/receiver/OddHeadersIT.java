package io.roifilter.receiver;

import static io.roifilter.receiver.EndpointServer.call;
import static io.roifilter.receiver.EndpointServer.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Container;
import io.roifilter.testing.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests whose headers containers throw at, on Jetty and Tomcat: each is answered in the API's form. */
@ParameterizedClass
@EnumSource(Container.class)
class OddHeadersIT {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Of which the servlet knows the media type, whatever comes after it. */
    private static final List<String> PARAMETERS = List.of(
            "; charset='utf8'",
            "; charset='utf-8'",
            ";charset=\"utf8\"",
            "; charset=\"UTF-8\"",
            "; charset=utf8",
            "; charset=nonsense",
            "; charset=",
            "; charset=\"",
            "; charset=\"\"",
            "; charset='",
            "; charset=utf-8; charset=iso-8859-1",
            "; charset=iso-8859-1",
            "; charset=utf-16",
            "; charset=%00",
            "; charset=\u00fc",
            "; charset=../../etc",
            "; charset=x-user-defined",
            "; charset = utf-8",
            "; CHARSET=UTF8;",
            "; charset=utf-8, text/plain",
            ";;;",
            "; boundary=x",
            "; x",
            "; =",
            "; charset=" + "u".repeat(3000));

    @Parameter
    private Container container;

    @TempDir
    private Path directory;

    private EndpointServer server;

    @BeforeEach
    void start() throws Exception {
        server = EndpointServer.start(container, directory, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Test
    void aMessageIsReadAsUtf8WhateverTheCharsetIsSaidToBe() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String parameters : PARAMETERS) {
            String answer = exchange("POST", "Content-Type: " + FORM + parameters, form("Gr\u00f6\u00dfe-1"));
            if (!answer.startsWith("HTTP/1.1 200") || !answer.contains("<responseCode>201</responseCode>")) {
                wrong.add(parameters + ": " + answer);
            } else {
                assertTrue(answer.contains("Gr\u00f6\u00dfe-1"), answer);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void otherHeadersChangeNothing() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String header : List.of(
                "Cookie: a b=c; \u00fc=\"; =",
                "Cookie: $Version=9; $Path=\"",
                "Accept: */*;q=x, \"",
                "Accept-Charset: nonsense;q=2",
                "Accept-Language: \u00fc\u00fc;q=x",
                "Accept-Encoding: br;q=nonsense",
                "Expect: 200-maybe",
                "If-Modified-Since: never",
                "If-None-Match: \"",
                "Range: bytes=9-1",
                "Authorization: nonsense",
                "Content-Encoding: nonsense",
                "Content-Language: \"",
                "Forwarded: for=\"",
                "X-Forwarded-Host: :::")) {
            String answer = exchange("POST", "Content-Type: " + FORM + "\r\n" + header, form("1"));
            if (!answer.contains("<api>") && !answer.contains("<methodResponse>") && !answer.contains("417")) {
                wrong.add(header + ": " + answer);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyRefusalIsInTheFormOfTheApi() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String parameters : PARAMETERS) {
            for (String type : List.of("application/json", "multipart/form-data", "text/plain", "", "\u00fc", ";")) {
                for (String method : List.of("POST", "PUT", "GET", "OPTIONS")) {
                    String answer = exchange(method, "Content-Type: " + type + parameters, "{");
                    if (!answer.contains("xml") && !answer.contains("methodResponse") || answer.contains("<html")) {
                        wrong.add(method + " " + type + parameters + ": " + answer);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aBodyThatIsNoneIsRefused() throws Exception {
        for (String body : List.of("zz\r\n", "5\r\ndata=x", "-1\r\n", "5;x=\"\r\ndata=\r\n0\r\n: \r\n\r\n")) {
            String answer = send("POST " + server.uri().getPath() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Content-Type: " + FORM + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
            assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
            // Tomcat has closed the response then, and gives its own answer.
            assertTrue(container == Container.TOMCAT || answer.contains("<responseText>"), answer);
        }
        String answer = exchange("POST", "Content-Type: " + FORM, form("next"));
        assertTrue(answer.contains("<responseCode>201</responseCode>"), answer);
    }

    @Test
    void badRequestsLeaveAFewLinesInTheLog() throws Exception {
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 100; i++) {
                exchange("POST", "Content-Type: text/" + i, "{");
            }
            assertEquals(5, log.ours(Level.WARNING).size(), log::all);
            stop();
            assertTrue(log.ours(Level.WARNING).get(5).contains("95 more were left out"), log::all);
        }
    }

    private static String form(String orderId) throws Exception {
        return "data=" + URLEncoder.encode(message(call(orderId)).toXml(), StandardCharsets.UTF_8);
    }

    /** By a socket, as clients of Java refuse to send such. */
    private String exchange(String method, String headers, String body) throws Exception {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = method + " " + server.uri().getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers + "\r\nContent-Length: " + length + "\r\n\r\n";
        return send(head + body);
    }

    /** Headers in Latin 1, as they are; the body here is ASCII. */
    private String send(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try (InputStream in = socket.getInputStream()) {
                in.transferTo(answer);
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
