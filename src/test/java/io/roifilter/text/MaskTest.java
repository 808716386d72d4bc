package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {
    private static final String LINK =
            "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";
    private static final String ECHO = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    /** No shape by which it would be known. */
    private static final String OTHER = "a'b;c&d,e}f)g=h/i+jklmnopq";

    /** As drivers, web servers, firewalls and PHP show what they were given. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Batch entry 0 INSERT INTO t VALUES ('{\"methodName\":\"roi.insert\",\"roi_data\":\"%s\",\"amount\":\"1.00\"}') was aborted",
                "Query is: INSERT INTO t, parameters ['1','{\\\"roi_data\\\":\\\"%s\\\",\\\"amount\\\":\\\"1\\\"}']",
                "{\\\\\\\"roi_data\\\\\\\":\\\\\\\"%s\\\\\\\",\\\\\\\"amount\\\\\\\"}",
                "{\"roi_data\" : \"%s\"}",
                "<methodCall><roi_data>%s</roi_data><amount>1.00</amount>",
                "<roi_data>\n  <![CDATA[%s ]]></roi_data>",
                "&lt;roi_data&gt;%s &lt;/roi_data&gt;",
                "GET /?roi_data=%s HTTP/1.1",
                "{'roi_data': '%s', 'amount': '1.00'}",
                "[roi_data] => %s",
                "data=%%3Croi_data%%3E%s",
                "%%22roi_data%%22%%3A%%22%s",
                "Failing row contains (7, 1123, {&quot;roi_data&quot;:&quot;%s"
            })
    void ofRoiDataTheBeginningIsLeft(String words) {
        for (String value : new String[] {LINK, ECHO, OTHER}) {
            String masked = Mask.of(words.formatted(value));
            assertTrue(masked.contains(value.substring(0, 8) + "…"), masked);
            assertFalse(masked.contains(value.substring(0, 9)), masked);
            assertFalse(masked.contains(value.substring(value.length() - 6)), masked);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Detail: %s.", "parameters: $1 = '%s', $2 = NULL", "s:93:\"%s\";", "x=%s&y", "<td>%s</td>"})
    void evenWhereNothingSaysThatItIsOne(String words) {
        for (String value : new String[] {LINK, ECHO, URLEncoder.encode(LINK, StandardCharsets.UTF_8)}) {
            String masked = Mask.of(words.formatted(value));
            assertTrue(masked.contains(value.substring(0, 8) + "…"), masked);
            assertFalse(masked.contains(value.substring(20)), masked);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            cannot connect to jdbc:postgresql://db/shop?user=u&password=s3cret | cannot connect to jdbc:postgresql:…
            URL 'jdbc:mariadb://u:s3cret@db/shop', state 28000                  | URL 'jdbc:mariadb:…', state 28000
            https://user:s3cret@db.example.com/x?a=1                            | https://…@db.example.com/x?a=1
            properties {user=u, password=s3cret, ssl=false}                     | properties {user=u, password=…, ssl=false}
            {"password": "s3cret"}                                              | {"password": "…"}
            <shared_secret>s3cret</shared_secret>                               | <shared_secret>…</shared_secret>
            <api_key><![CDATA[s3cret]]></api_key>                               | <api_key><![CDATA[…</api_key>
            api_key=s3cret&x=1                                                  | api_key=…&x=1
            """)
    void ofASecretNothingIs(String words, String expected) {
        assertEquals(expected, Mask.of(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roi_data is ignored",
                "roi_data must be 1 to 512 printable ASCII characters",
                "Missing variables: roi_data",
                "outbox=jdbc:postgresql:…, batchSize=100",
                "password authentication failed for user \"shop\"",
                "apiKeyFile=/etc/roi-filter/api-key, sharedSecret=…",
                "https://echo.bluehornet.com/api/xmlrpc/index.php",
                "jdbc:sqlite:/srv/outbox-1.db",
                "roi_data: echo3-61…",
                "mail to ops@example.com"
            })
    void whatHidesNothingStaysAsItIs(String words) {
        assertEquals(words, Mask.of(words));
        assertEquals(Mask.of(words), Mask.of(Mask.of(words)));
    }

    @Test
    void whatIsKnownIsTakenOutInEachForm() {
        String value = "a&b<c>\"d/e";
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String words = value + " " + encoded + " " + URLEncoder.encode(encoded, StandardCharsets.UTF_8)
                + " a&amp;b&lt;c&gt;&quot;d/e";
        assertEquals("… … … …", Mask.value(words, value, 0));
        assertEquals("a&b… a&b… a&b… a&b…", Mask.value(words, value, 3));
        assertEquals(words, Mask.value(words, "", 0));
    }

    @Test
    void noTextTakesLong() {
        String hostile = "roi_data\\\\\\\\\"\"http://".repeat(20_000)
                + "password=".repeat(20_000)
                + "echo1-".repeat(20_000)
                + "//a".repeat(50_000);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Mask.of(hostile));
    }

    /** Whoever shows it may have escaped it, broken it over lines, encoded it, or cut it off. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:\\/\\/echo.example.com\\/ct\\/a&b=c",
                "http:\\\\/\\\\/echo.example.com\\\\/ct\\\\/a&b=c",
                "http\\u003a\\u002F\\u002fecho.example.com\\u002fct\\u002fa\\u0026b\\u003dc",
                "http&#58;&#x2F;&#x2F;echo.example.com&#47;ct&#47;a&amp;b&#61;c",
                "http&amp;#58;&sol;&sol;echo.example.com&sol;ct&sol;a&amp;b&#061;c",
                "http%253a%252f%252fecho.example.com%252fct%252fa%2526b%253dc",
                "http%25253A%25252F%25252Fecho.example.com%25252Fct%25252Fa%252526b%25253Dc",
                "http://echo.exam\n   ple.com/ct/a&b=c",
                "aHR0cDovL2VjaG8uZXhhbXBsZS5jb20vY3QvYSZiPWM=",
                "eGh0dHA6Ly9lY2hvLmV4YW1wbGUuY29tL2N0L2EmYj1j",
                "http://echo.example.com/ct..."
            })
    void aKnownValueIsTakenOutHoweverItIsSpelled(String spelled) {
        String masked = Mask.value("<" + spelled + "> and 'more'", "http://echo.example.com/ct/a&b=c", Mask.SHOWN);
        assertTrue(masked.contains("http://e…"), masked);
        assertTrue(masked.endsWith("> and 'more'"), masked);
        assertTrue(masked.length() < 33, masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:\\/\\/x\\/ct\\/0123456789", "http&#58;&#x2F;&#x2F;x&#x2F;ct&#x2F;0123456789"})
    void aLinkIsKnownWhateverItIsEscapedFor(String link) {
        assertEquals("'" + link.substring(0, 8) + "…'", Mask.of("'" + link + "'"));
    }

    @Test
    void ofASecretThatIsCutOffNothingIsLeft() {
        assertEquals("value '…' and", Mask.value("value 'SECRETabc987...' and", "SECRETabc987654321", 0));
        assertEquals("a SEC and", Mask.value("a SEC and", "SECRETabc987654321", 0));
    }
}
