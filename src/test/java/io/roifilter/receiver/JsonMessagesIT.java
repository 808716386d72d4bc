package io.roifilter.receiver;

import static io.roifilter.receiver.EndpointServer.COMPACT;
import static io.roifilter.receiver.EndpointServer.CREDENTIALS;
import static io.roifilter.receiver.EndpointServer.LONG;
import static io.roifilter.receiver.EndpointServer.call;
import static io.roifilter.receiver.EndpointServer.items;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiResponse.Item;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's messages in JSON, both ways. */
class JsonMessagesIT {
    @TempDir
    Path directory;

    @AutoClose
    private EndpointServer endpoint;

    @BeforeEach
    void start() throws Exception {
        endpoint = EndpointServer.start(directory, Clock.systemUTC());
    }

    @Test
    void successHasTheStructureOfTheXml() throws Exception {
        HttpResponse<String> response = endpoint.postJson(json(
                "",
                "{\"methodName\":\"roi.insert\",\"roi_data\":\"" + COMPACT + "\",\"amount\":\"123.45\","
                        + "\"order_id\":\"M2567814\",\"purchase_date\":\"2010-03-01\"}"));
        assertEquals(200, response.statusCode());
        assertEquals(
                "{\"methodResponse\":[{\"methodName\":\"roi.insert\",\"responseCode\":\"201\","
                        + "\"responseText\":\"Conversion will be saved and processed later\",\"responseData\":{"
                        + "\"db_spec\":\"farm\",\"mes_cont_id\":\"1242357\",\"tracked_id\":\"\",\"roi_hash\":\""
                        + COMPACT.substring(COMPACT.length() - 32)
                        + "\",\"order_id\":\"M2567814\",\"amount\":\"123.45\","
                        + "\"purchase_date\":\"2010-03-01 00:00:00\",\"ignore_duplicate_orders\":\"0\"},"
                        + "\"responseNum\":\"1\"}]}",
                response.body());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void numbersAreTakenAsWrittenAndBooleansAsFlags() throws Exception {
        String call = "{\"methodName\":\"roi.insert\",\"roi_data\":\"" + LONG + "\",\"amount\":152.90,"
                + "\"order_id\":1123,\"ignore_duplicate_orders\":true,\"purchase_date\":null,\"new\":{\"a\":[1]}}";
        String body =
                endpoint.postJson(json(",\"no_halt\":true", "{}", call, call)).body();
        assertTrue(body.contains("\"amount\":\"152.90\""), body);
        assertEquals(List.of("1123", "1123"), endpoint.receivedIds());
    }

    @Test
    void callAfterOneThatFailsIsNotExecuted() throws Exception {
        String body = endpoint.postJson(json("", "{\"methodName\":\"roi.insert\",\"amount\":152.9}", "{}"))
                .body();
        assertEquals(
                "{\"methodResponse\":[{\"methodName\":\"roi.insert\",\"error\":\"1\","
                        + "\"responseText\":\"Missing variables\",\"responseData\":{\"missing_vars\":"
                        + "\"roi_data,amount,order_id\",\"hint\":\"amount must be dollars.cents, such as 152.99,"
                        + " with at most 12 digits of dollars\"},\"totalRequests\":\"2\",\"totalCompleted\":\"0\","
                        + "\"responseNum\":\"1\"}]}",
                body);
    }

    @Test
    void responseTypeDecidesTheFormOfTheAnswer() throws Exception {
        HttpResponse<String> xml = endpoint.postJson(json(",\"response_type\":\"xml\"", "{}"));
        assertEquals("Incorrect Action Specified", items(xml, 200).get(0).responseText());

        String message = new ApiRequest(CREDENTIALS, "json", false, List.of(call("A"))).toXml();
        assertTrue(endpoint.postXml(message).body().startsWith("{\"methodResponse\":[{\"methodName\":\"roi.insert\""));

        HttpResponse<String> php = endpoint.postJson(json(",\"response_type\":\"php\"", "{}"));
        assertEquals(200, php.statusCode());
        assertTrue(php.body().contains("ask for xml or json"), php.body());
    }

    @Test
    void textsThatXmlCannotCarryDoNotReachAnAnswerInXml() throws Exception {
        String name = "{\"methodName\":\"a\\u0000b\"}";
        String orderId = "{\"methodName\":\"roi.insert\",\"roi_data\":\"" + LONG
                + "\",\"amount\":1.00,\"order_id\":\"a\\u0000\\ud83d\"}";
        List<Item> items =
                items(endpoint.postJson(json(",\"response_type\":\"xml\",\"no_halt\":\"1\"", name, orderId)), 200);
        assertEquals("Incorrect Action Specified", items.get(0).responseText());
        assertEquals("order_id", items.get(1).responseData().get("missing_vars"));
    }

    @Test
    void orderIdOfAnyKindComesBackAndIsKept() throws Exception {
        String call = "{\"methodName\":\"roi.insert\",\"roi_data\":\"" + LONG
                + "\",\"amount\":1.00,\"order_id\":\"\\ud83d\\ude00 ä <&\\\"\"}";
        String body = endpoint.postJson(json("", call)).body();
        assertTrue(body.contains("\"order_id\":\"😀 ä <&\\\"\""), body);
        assertEquals(List.of("😀 ä <&\""), endpoint.receivedIds());
    }

    private static String json(String options, String... calls) {
        return "{\"authentication\":{\"api_key\":\"" + CREDENTIALS.apiKey() + "\",\"shared_secret\":\""
                + CREDENTIALS.sharedSecret() + "\"" + options + "},\"data\":[" + String.join(",", calls) + "]}";
    }
}
