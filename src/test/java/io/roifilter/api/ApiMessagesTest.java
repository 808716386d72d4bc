package io.roifilter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.roifilter.api.ApiResponse.Item;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiMessagesTest {
    private static final Credentials CREDENTIALS = new Credentials("key&1", "se<cret");

    @Test
    void requestHasTheFormOfTheGuide() {
        RoiInsert order = new RoiInsert("echo3-1", "123.45", "M2567814", true, LocalDate.of(2010, 3, 1));
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><api><authentication><api_key>key&amp;1</api_key>"
                        + "<shared_secret>se&lt;cret</shared_secret><response_type>xml</response_type>"
                        + "<no_halt>1</no_halt></authentication><data><methodCall>"
                        + "<methodName>roi.insert</methodName><roi_data>echo3-1</roi_data><amount>123.45</amount>"
                        + "<order_id>M2567814</order_id><ignore_duplicate_orders>1</ignore_duplicate_orders>"
                        + "<purchase_date>2010-03-01</purchase_date></methodCall></data></api>",
                ApiRequest.of(CREDENTIALS, List.of(order)).toXml());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A&B", "<order>", "]]>", "Ä-ö-ß", "😀𝄞", "\"'", "a  b"})
    void requestCarriesEveryOrderId(String orderId) throws MalformedXmlException {
        RoiInsert order = new RoiInsert("echo3-1?a=b&c=<d>", "1.00", orderId, false, LocalDate.of(2010, 3, 1));
        ApiRequest sent = ApiRequest.of(CREDENTIALS, List.of(order, order));
        assertEquals(sent, ApiRequest.fromXml(sent.toXml()));
        assertEquals(orderId, sent.calls().get(1).arguments().get("order_id"));
        assertFalse(sent.calls().get(0).arguments().containsKey("ignore_duplicate_orders"));
    }

    @Test
    void requestWithoutOptionalPartsHasTheDefaultsOfTheGuide() throws MalformedXmlException {
        ApiRequest request = ApiRequest.fromXml("<api><data><methodCall/></data></api>");
        assertEquals("xml", request.responseType());
        assertFalse(request.noHalt());
        assertEquals("", request.credentials().apiKey());
        assertEquals(List.of(new ApiRequest.Call("", Map.of())), request.calls());
    }

    @Test
    void readsThePublishedExampleOfAnAnswer() throws MalformedXmlException {
        Item item = ApiResponse.fromXml("""
                        <methodResponse>
                        <item>
                        <methodName>roi.insert</methodName>
                        <responseText>Insert will be saved and processed later.</responseText>
                        <responseData>
                        <db_spec>farm</db_spec>
                        <mes_cont_id>18547855</mes_cont_id>
                        <purchase_date>2009-03-18 16:41:28</purchase_date>
                        </responseData>
                        <responseNum>1</responseNum>
                        </item>
                        </methodResponse>
                        """).items().get(0);
        assertEquals("", item.responseCode());
        assertEquals("Insert will be saved and processed later.", item.responseText());
        assertEquals("2009-03-18 16:41:28", item.responseData().get("purchase_date"));
        assertEquals("1", item.responseNum());
    }

    @Test
    void readsCdataPaddingUnknownElementsAndAnyOrder() throws MalformedXmlException {
        Item item = ApiResponse.fromXml("<methodResponse><later/><item><responseNum> 1\n</responseNum>"
                        + "<new><deep>x</deep></new><responseText>\n <![CDATA[ fine & <dandy> ]]>\t</responseText>"
                        + "<responseCode><![CDATA[201]]></responseCode></item><!-- c --></methodResponse>")
                .items()
                .get(0);
        assertEquals("201", item.responseCode());
        assertEquals("fine & <dandy>", item.responseText());
        assertEquals("1", item.responseNum());
    }

    @Test
    void writtenAnswerIsReadBack() throws MalformedXmlException {
        Item item = new Item("roi.insert", "201", "saved & <sound>", "", Map.of("order_id", "Ä😀"), "1", Map.of());
        ApiResponse response = new ApiResponse(List.of(item));
        assertEquals(response, ApiResponse.fromXml(response.toXml()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "<html><body>We are back soon",
                "<html/>",
                "<methodResponse>",
                "<methodResponse/><methodResponse/>",
                "<!DOCTYPE methodResponse><methodResponse/>",
                "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><methodResponse>&x;</methodResponse>",
                "<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><methodResponse>&b;</methodResponse>",
                "<methodResponse>&undeclared;</methodResponse>",
                "<methodResponse><item>\u0000</item></methodResponse>"
            })
    void refusesWhatIsNotAnAnswer(String xml) {
        assertThrows(MalformedXmlException.class, () -> ApiResponse.fromXml(xml));
    }

    @Test
    void writtenAnswerHasItsElementsInTheOrderOfTheGuideAndNoEmptyOnes() {
        Map<String, String> totals = new LinkedHashMap<>();
        totals.put("totalRequests", "2");
        totals.put("totalCompleted", "1");
        Item item = new Item("roi.insert", "", "Missing variables", "1", Map.of("missing_vars", ""), "2", totals);
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><item><methodName>roi.insert</methodName>"
                        + "<error>1</error><responseText>Missing variables</responseText>"
                        + "<responseData><missing_vars></missing_vars></responseData>"
                        + "<totalRequests>2</totalRequests><totalCompleted>1</totalCompleted>"
                        + "<responseNum>2</responseNum></item></methodResponse>",
                new ApiResponse(List.of(item)).toXml());
    }

    @Test
    void refusesMoreElementsThanAnyMessageHas() {
        String xml = "<methodResponse>" + "<item/>".repeat(100_000) + "</methodResponse>";
        assertThrows(MalformedXmlException.class, () -> ApiResponse.fromXml(xml));
    }

    @Test
    void refusesDeepNesting() {
        String xml = "<methodResponse>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</methodResponse>";
        assertThrows(MalformedXmlException.class, () -> ApiResponse.fromXml(xml));
    }
}
