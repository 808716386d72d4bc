package io.roifilter.receiver;

import static io.roifilter.receiver.EndpointServer.COMPACT;
import static io.roifilter.receiver.EndpointServer.LONG;
import static io.roifilter.receiver.EndpointServer.call;
import static io.roifilter.receiver.EndpointServer.message;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import io.roifilter.api.ApiResponse;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent to the endpoint: it answers in the API's form, and counts no order whose roi_data it did not make. */
@Tag("fuzz")
class MessageFuzzTest {
    @TempDir
    private static Path directory;

    private static EndpointServer endpoint;

    @BeforeAll
    static void start() throws Exception {
        endpoint = EndpointServer.start(directory, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments(
                        false,
                        message(call("A"), call("B", "roi_data", COMPACT)).toXml()),
                arguments(
                        false,
                        message(call("A", "roi_data", LONG.replace("97777016", "97777017")))
                                .toXml()),
                arguments(false, message(call("]]>", "amount", "1e9")).toXml()),
                arguments(false, "<!DOCTYPE api [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><api>&x;</api>"),
                arguments(false, "<!DOCTYPE api SYSTEM \"http://127.0.0.1:1/x.dtd\"><api/>"),
                arguments(false, "<api>&#0;</api>"),
                arguments(
                        true,
                        "{\"authentication\":{\"api_key\":\"key & 1\",\"shared_secret\":\"se<cret\",\"no_halt\":1},"
                                + "\"data\":[{\"methodName\":\"roi.insert\",\"roi_data\":\"" + COMPACT
                                + "\",\"amount\":152.90,\"order_id\":\"C\"}]}"),
                arguments(true, "{\"a\":1,\"a\":2}"),
                arguments(true, "[1e999999999]"),
                arguments(true, "{\"data\":[{\"amount\":[[[]]]}]}"));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "<methodCall>",
        "</methodCall>",
        "<roi_data>",
        "<amount>",
        "<order_id>",
        "<purchase_date>",
        "<no_halt>1</no_halt>",
        "php",
        "xml",
        "json",
        "<![CDATA[",
        "]]>",
        "<!--",
        "&lt;",
        "&#1;",
        "<!DOCTYPE a [",
        "<!ENTITY",
        "\\x22:",
        "\\x22,\\x22",
        "[{",
        "}]",
        "\\x5cud83d",
        "1e400",
        "152.99",
        "2010-03-01"
    })
    @FuzzTest(maxExecutions = 2_000, maxDuration = "30s")
    void answersInTheApisFormAndCountsOnlyItsOwn(boolean json, @NotNull @WithUtf8Length(max = 20_000) String message)
            throws Exception {
        HttpResponse<String> response = json
                ? endpoint.postJson(message)
                : endpoint.postForm("data=" + URLEncoder.encode(message, StandardCharsets.UTF_8));
        assertTrue(List.of(200, 400).contains(response.statusCode()), response.statusCode() + ": " + response.body());
        if (response.body().startsWith("{")) {
            assertTrue(response.body().startsWith("{\"methodResponse\":[{"), response.body());
            return;
        }
        List<ApiResponse.Item> items = ApiResponse.fromXml(response.body()).items();
        assertFalse(items.isEmpty(), response.body());
        for (ApiResponse.Item item : items) {
            if (item.responseCode().equals("201")) {
                String hash = item.responseData().get("roi_hash");
                assertTrue(LONG.endsWith(hash) || COMPACT.endsWith(hash), response.body());
            }
        }
    }
}
