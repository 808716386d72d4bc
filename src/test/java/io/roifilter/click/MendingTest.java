package io.roifilter.click;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.click.ClickCounts.Outcome;
import io.roifilter.testing.FakeRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mail programs, rewriters of links and people do to a link, as it arrives in the query string. */
class MendingTest {
    private static final String LONG =
            "http://echo.example.com/ct/3416623:619-295-1856:m:1:97777016:D40E94EF977ACAA8AC1BE3F94318DC58";
    private static final String COMPACT = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";
    private static final List<String> VALUES = List.of(LONG, COMPACT);

    /** Queries: V is the value as a link should have it, E the same escaped twice, T three times, R as it is. */
    private static final List<String> QUERIES = List.of(
            // Escaped again.
            "roi_data=E",
            "roi_data=T",
            "x=1&roi_data=E&y=2",
            "roi%5Fdata=V",
            "roi%5fdata=V",
            "%72%6F%69_data=V",
            "roi%255Fdata=V",
            "roi_data%3DV",
            "roi_data%3DE",
            "roi_data%253DE",
            "utm_source%3De%26roi_data%3DE",
            "utm_source=e%26roi_data=V",
            "utm_source=e%26roi_data%3DV",
            "utm_source=e%2526roi_data%253DT",
            "utm_source=e%3Froi_data=V",
            // HTML.
            "utm_source=e&amp;roi_data=V",
            "utm_source=e&amp;amp;roi_data=V",
            "utm_source=e&amp;amp;amp;roi_data=V",
            "utm_source=e&AMP;roi_data=V",
            "utm_source=e&#38;roi_data=V",
            "utm_source=e&#038;roi_data=V",
            "utm_source=e&#x26;roi_data=V",
            "utm_source=e&#X26;roi_data=V",
            "utm_source=e&#38roi_data=V",
            "utm_source=e&#x26roi_data=V",
            "utm_source=e&amproi_data=V",
            "utm_source=e&amp;#38;roi_data=V",
            "utm_source=e%26amp%3Broi_data=V",
            "utm_source=e%26amp%3Broi_data%3DV",
            "utm_source=e%26%2338%3Broi_data=V",
            "utm_source=e&%2338;roi_data=V",
            "utm_source=e&amp%3Broi_data=V",
            "roi_data&#61;V",
            "roi_data&#x3D;V",
            "roi_data&equals;V",
            "roi&#95;data=V",
            "roi&lowbar;data=V",
            "roi_data=&lt;V&gt;",
            "roi_data=&quot;V&quot;",
            "roi_data=V%26gt%3B",
            "roi_data=V%26amp%3Butm_source%3De",
            // The transfer encoding of a mail.
            "roi_data=3DV",
            "roi_data=3DR",
            "roi_data=3dV",
            "roi_data=3D3DV",
            "roi_data=%3DV",
            "roi=5Fdata=3DV",
            "utm_source=3De&roi_data=3DV",
            "roi_data=3D%0D%0AV",
            // Names and separators.
            "ROI_DATA=V",
            "Roi_Data=V",
            "ROI_DATA=E",
            "a=1?roi_data=V",
            "?roi_data=V",
            "??roi_data=V",
            "a=1;roi_data=V",
            "a=1;amp;roi_data=V",
            "a=1%3Broi_data=V",
            "a=1,roi_data=V",
            "a=1|roi_data=V",
            "a=1#roi_data=V",
            "a=1%23roi_data=V",
            "a=1/?roi_data=V",
            "a=1&amp;&amp;roi_data=V",
            "+roi_data=V",
            "%20roi_data=V",
            "roi_data+=V",
            "roi_data%20=V",
            "roi_data=+V",
            "roi_data==V",
            "roi_data=V?utm_source=e",
            "roi_data=V?fbclid=IwAR0abc",
            "roi_data=V;utm_source=e",
            "roi_data=V#top",
            "roi_data=V%23top",
            "roi_data=V/",
            "roi_data=V%2F",
            "roi_data[]=V",
            "roi_data%5B%5D=V",
            "roi_data%5b0%5d=V",
            "a=1&roi_data[0]=E",
            "a=1&amp;ROI_DATA[]=V",
            // What cannot be seen.
            "roi_%E2%80%8Bdata=V",
            "roi_data%E2%80%8B=V",
            "roi_%C2%ADdata=V",
            "%EF%BB%BFroi_data=V",
            "x=1&%E2%80%8Broi_data=V",
            "roi_\u200bdata=V",
            "\ufeffroi_data=V",
            "roi_data=%EF%BB%BFV",
            "roi_data=V%E2%80%8B",
            "roi_data=V%E2%80%8E",
            "roi_data=%E2%80%AAV%E2%80%AC",
            "roi_data=%E2%81%A6V%E2%81%A9",
            "roi_data=V%C2%A0",
            "roi_data=V%A0",
            "roi_data=V%00",
            "roi_data=V%u200B",
            "roi_data=V%C3%A2%E2%82%AC%E2%80%B9",
            "roi_data=%C3%AF%C2%BB%C2%BFV",
            // Copied with what was around it.
            "roi_data=<V>",
            "roi_data=%3CV%3E",
            "roi_data=%253CV%253E",
            "roi_data=V>",
            "roi_data=V%3E",
            "roi_data=V%253E",
            "roi_data=V\"",
            "roi_data=V%22",
            "roi_data=%22V%22",
            "roi_data='V'",
            "roi_data=%27V%27",
            "roi_data=V)",
            "roi_data=(V)",
            "roi_data=V%29",
            "roi_data=V.",
            "roi_data=V...",
            "roi_data=V%E2%80%A6",
            "roi_data=V,",
            "roi_data=V%2C",
            "roi_data=V;",
            "roi_data=V%3B",
            "roi_data=V:",
            "roi_data=V!",
            "roi_data=V?",
            "roi_data=V]",
            "roi_data=[V]",
            "roi_data=%5BV%5D",
            "roi_data=V%5D",
            "roi_data={V}",
            "roi_data=%7BV%7D",
            "roi_data=V).",
            "roi_data=V%3E).%22",
            "roi_data=V*",
            "roi_data=**V**",
            "roi_data=_V_",
            "roi_data=`V`",
            "roi_data=V%60",
            "roi_data=V|",
            "roi_data=V%7C",
            "roi_data=V%5C",
            "roi_data=V\\",
            "roi_data=V-",
            "roi_data=V_",
            "roi_data=V__;!!Abc123$",
            "roi_data=V%26",
            "roi_data=V%",
            "roi_data=V%2",
            "roi_data=V%3C/a%3E",
            "roi_data=V%22%3Eshop%3C/a%3E",
            "roi_data=V%20and%20more",
            "roi_data=V+deal",
            "roi_data=V%0D%0ABest%20wishes",
            "roi_data=V%E2%80%9D",
            "roi_data=%E2%80%9CV%E2%80%9D",
            "roi_data=%C2%ABV%C2%BB",
            "roi_data=V%E3%80%82",
            "roi_data=V%EF%BC%8C",
            "roi_data=V%E3%80%91%E6%9F%A5%E7%9C%8B",
            "roi_data=V%E2%80%94see",
            // Markdown, JSON, scripts.
            "roi\\_data=V",
            "roi%5C_data=V",
            "roi_data=V\\)",
            "a=1\\u0026roi_data=V",
            "a=1%5Cu0026roi_data%5Cu003dV",
            "a=1u0026roi_data=V",
            "a=1\\x26roi_data=V",
            // Several at once.
            "Utm_Source=e&amp;ROI%5FDATA=3DE%3E",
            "a=1%3Froi_%E2%80%8Bdata%3D%3CE%3E.",
            "roi_data=first&amp;ROI_DATA=V");

    /** What is done to the value itself. */
    private static final Map<String, UnaryOperator<String>> DAMAGES = Map.ofEntries(
            Map.entry("wrapped in the hash", v -> insert(v, 12, "%0D%0A")),
            Map.entry("wrapped and indented", v -> insert(v, 12, "%0A%20%20%20")),
            Map.entry("wrapped and quoted", v -> insert(v, 12, "%0D%0A%3E%20")),
            Map.entry("wrapped and quoted twice", v -> insert(v, 40, "%0A%3E%3E%20")),
            Map.entry("wrapped before the hash", v -> insert(v, 32, "%0D%0A")),
            Map.entry("a soft break of a mail", v -> insert(v, 36, "=%0D%0A")),
            Map.entry("a soft break without its break", v -> insert(v, 36, "=")),
            Map.entry("a soft break escaped", v -> insert(v, 36, "%3D%0A")),
            Map.entry("a zero-width space of a mail", v -> insert(v, 38, "=E2=80=8B")),
            Map.entry("a space of a mail", v -> insert(v, 38, "=C2=A0")),
            Map.entry("hyphens of a mail", v -> v.replace("-", "=2D").replace(":", "=3A")),
            Map.entry("a zero-width space", v -> insert(v, 9, "%E2%80%8B")),
            Map.entry("a soft hyphen", v -> insert(v, 20, "%C2%AD")),
            Map.entry("a soft hyphen of Latin-1", v -> insert(v, 20, "%AD")),
            Map.entry("a soft hyphen of HTML", v -> insert(v, 20, "&shy;")),
            Map.entry("a zero-width space of HTML", v -> insert(v, 20, "&#8203;")),
            Map.entry("a zero-width space of HTML, escaped", v -> insert(v, 20, "%26%238203%3B")),
            Map.entry("a byte order mark", v -> insert(v, 41, "%EF%BB%BF")),
            Map.entry("a word joiner", v -> insert(v, 41, "%E2%81%A0")),
            Map.entry("a directional mark", v -> insert(v, 38, "%E2%80%8F")),
            Map.entry("a no-break space", v -> insert(v, 38, "%C2%A0")),
            Map.entry("a space of Windows-1252", v -> insert(v, 38, "%C3%82%C2%A0")),
            Map.entry("a tab", v -> insert(v, 38, "%09")),
            Map.entry("a plus sign", v -> insert(v, 38, "+")),
            Map.entry("non-breaking hyphens", v -> v.replace("-", "%E2%80%91")),
            Map.entry("dashes", v -> v.replace("-", "%E2%80%93")),
            Map.entry("minus signs", v -> v.replace("-", "%E2%88%92")),
            Map.entry("hyphens escaped twice", v -> v.replace("-", "%252D")),
            Map.entry(
                    "as of Proofpoint",
                    v -> v.replace("-", "-2D").replace(":", "-3A").replace("/", "_")),
            Map.entry("hyphens of Markdown", v -> v.replace("-", "\\-")),
            Map.entry("slashes of JSON", v -> v.replace("/", "\\/")),
            Map.entry("slashes collapsed", v -> v.replace("//", "/")),
            Map.entry("slashes the other way", v -> v.replace("http://", "http:\\\\")),
            Map.entry("references of HTML", v -> v.replace(":", "&#58;").replace("-", "&#45;")),
            Map.entry(
                    "references of HTML without end",
                    v -> v.replace("/", "&#47").replace("-", "&#x2d;")),
            Map.entry("names of HTML", v -> v.replace(":", "&colon;").replace("/", "&sol;")),
            Map.entry("names of HTML, escaped", v -> v.replace(":", "%26colon%3B")),
            Map.entry("full width", v -> v.replace(":", "%EF%BC%9A").replace("-", "%EF%BC%8D")));

    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi");

    static Stream<String> queries() {
        return QUERIES.stream();
    }

    static Stream<String> damages() {
        return DAMAGES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void isUndoneAroundTheValue(String query) {
        for (String value : VALUES) {
            String filled = filled(query, value);
            if (!filled.matches("([a-z0-9=]+&)?roi_data=" + value + "(&.*)?")) { // as nothing in it needs an escape
                assertMended(value, filled);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("damages")
    void isUndoneInTheValue(String damage) {
        for (String value : VALUES) {
            String damaged = DAMAGES.get(damage).apply(value);
            if (!damaged.equals(value)) {
                assertMended(value, "roi_data=" + damaged);
                assertMended(value, "x=1&roi_data=" + damaged + "&y=2");
                assertMended(value, "roi_data=" + damaged + "%3E");
                if (!damage.contains("Proofpoint")
                        && !damage.equals("a soft hyphen of HTML")
                        && !damage.equals("hyphens of a mail")) {
                    assertMended(value, "utm_source=e&amp;ROI_DATA=" + damaged);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V", "R", "V&x=1", "V&roi_data=other", "other&roi_data=V"})
    void nothingIsMendedThatIsAsItShouldBe(String query) {
        for (String value : VALUES) {
            assertEquals(Optional.of(value), find("roi_data=" + filled(query, value)));
        }
        assertEquals(0, finder.counts().of(Outcome.MENDED));
    }

    /** Platforms differ: what has none of the shapes is theirs, and is passed on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "echo3-619-295-1856",
                "a%26amp%3Bb",
                "http%253A%252F%252Fecho.example.com",
                "abc%3E",
                "%28abc%29",
                "a.b.",
                "100%25",
                "3Dabc",
                "http%3A%2F%2Fecho.ct%2F3416623%3A619-295-1856%3Am%3A1%3A97777016%3A",
                "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab",
                "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9f",
                "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9ghi",
                "1daecd68df79e83bf13f244b9a880ab9"
            })
    void whatHasNoneOfTheShapesIsPassedOnAsItIs(String value) {
        String decoded = java.net.URLDecoder.decode(value, StandardCharsets.UTF_8);
        assertEquals(Optional.of(decoded), find("roi_data=" + value));
        assertEquals(0, finder.counts().of(Outcome.MENDED));
    }

    /** A page to go to after a login, an address that a script reports: what is in them is not this request's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "next=%2Fcart%3Froi_data%3DE",
                "next=/cart?roi_data=V",
                "url=https%3A%2F%2Fshop.example.com%2F%3Froi_data%3DE",
                "url=https%3A%2F%2Fshop.example.com%2F%3Fa%3Db%26roi_data%3DE",
                "url=https://shop.example.com/?roi_data=V",
                "dl=https%253A%252F%252Fshop.example.com%252F%253Froi_data%253DT&v=2",
                "url=www.example.com?roi_data=V",
                "xroi_data=V",
                "my_roi_data=V",
                "utm-roi_data=V",
                "roi_data2=V",
                "roi_data[x]=V",
                "roi_data[=V",
                "url=https://shop.example.com/?roi_data[]=V",
                "q=V",
                "roi_dat=V"
            })
    void anotherAddressOrNameIsNotOurs(String query) {
        for (String value : VALUES) {
            assertEquals(Optional.empty(), find(filled(query, value)), filled(query, value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%%roi_data%%",
                "%25%25roi_data%25%25",
                "%%ROI_DATA%%",
                "%roi_data%",
                "%25ROI%25",
                "{{roi_data}}",
                "{{ roi_data }}",
                "%7B%7Broi_data%7D%7D",
                "%257B%257Broi_data%257D%257D",
                "{{{roi_data}}}",
                "{{contact.roi_data|default:''}}",
                "{{contact.custom_1}}",
                "{roi_data}",
                "{$roi_data}",
                "{!Contact.RoiData}",
                "{%25+roi_data+%25}",
                "${roi_data}",
                "$%7BroiData%7D",
                "$roi_data",
                "$!roiData",
                "$roi_data$",
                "$(roi_data)",
                "#{roi_data}",
                "%23roi_data%23",
                "%23%23roi_data%23%23",
                "@@roi_data@@",
                "@roi_data@",
                "@Model.RoiData",
                "[roi_data]",
                "%5Broi_data%5D",
                "[[roi_data]]",
                "[%25roi_data%25]",
                "[FIELD1]",
                "*|ROI|*",
                "*%7CROI_DATA%7C*",
                "|roi_data|",
                "%7Croi_data%7C",
                "<roi_data>",
                "%3Croi_data%3E",
                "<%25=roi_data%25>",
                "%3C%3Froi_data%3F%3E",
                "%26lt%3Broi_data%26gt%3B",
                "~roi_data~",
                "-roi_data-",
                "__roi_data__",
                "(roi_data)",
                ":roi_data",
                "roi_data",
                "ROI_DATA",
                "roiData",
                "ROI",
                "{{roi_data",
                "roi_data}}",
                "%25recipient.roi_data%25",
                "http://echo.example.com/ct/{{link}}:619-295-1856:m:1:{{contact}}:D40E94EF977ACAA8AC1BE3F94318DC58",
                "echo3-619-295-1856-%25%25contact%25%25-1daecd68df79e83bf13f244b9a880ab9",
                "null",
                "undefined",
                "%5Bobject%20Object%5D",
                "None",
                "%22null%22",
                "'undefined'",
                "(null)",
                "%23N/A",
                "n/a",
                "(not%20set)",
                "%22%22",
                "''",
                "{}",
                "[]",
                "-",
                "...",
                "YOUR_ROI_DATA",
                "INSERT-ROI-DATA-HERE",
                "roi_data=",
                "roi_data%3D%7B%7Broi_data%7D%7D"
            })
    void aPlaceholderThatWasNeverFilledInIsNoValue(String value) {
        assertEquals(Optional.empty(), find("roi_data=" + value));
        assertEquals(1, finder.counts().all(), finder.counts()::toString);
    }

    @Test
    void aValueBehindAPlaceholderIsFound() {
        assertEquals(Optional.of(COMPACT), find("roi_data={{roi_data}}&roi_data=" + COMPACT));
    }

    @Test
    void formsCookiesAndExpressionsAreMendedAsLinksAre() throws Exception {
        FakeRequest form = new FakeRequest();
        form.contentType = "application/x-www-form-urlencoded";
        form.parameters.put("roi_data", new String[] {"<" + LONG + ">"});
        assertEquals(Optional.of(LONG), finder.afterOrder(form.request()));
        assertEquals(
                Optional.of(COMPACT),
                finder.afterOrder(
                        new FakeRequest().cookie("roi", COMPACT + "%253E").request()));
        assertEquals(Optional.of(LONG), finder.accept("&lt;" + LONG + "&gt;"));
        assertEquals(3, finder.counts().of(Outcome.MENDED));
    }

    /** Ever deeper escapes, names without end, rows of digits: the work has a bound. */
    @Test
    void hostileLinksCostLittle() {
        List<String> queries = new ArrayList<>();
        queries.add("ROI_DATA=" + "&amp;".repeat(20_000) + COMPACT);
        queries.add(("ROI_DATA=:" + "a".repeat(32) + "&").repeat(5_000));
        queries.add("roi_data=" + "%25".repeat(30_000) + "3A" + "a".repeat(40));
        queries.add("roi_data=" + "&#x26;#38;%26=3D\\u0026-3A\u2013".repeat(3_000) + ":" + "a".repeat(32));
        queries.add(("roi_data=http://" + "a/".repeat(500) + ":" + "a".repeat(32) + "&").repeat(200));
        queries.add("a".repeat(200_000));
        queries.add("x=-" + "a-".repeat(100_000));
        queries.add(("roi_data=" + "a-1-".repeat(100) + "a".repeat(33) + "&").repeat(200));
        for (String query : queries) {
            find(query);
        }
        assertTrue(finder.counts().of(Outcome.MENDED) == 0, finder.counts()::toString);
    }

    @Test
    void aNameWithoutValueIsNothing() {
        for (String query :
                List.of("", "ROI_DATA", "ROI_DATA=", "&amp;roi_data=", "roi%5Fdata=test", "ROI_DATA=test")) {
            assertFalse(find(query).isPresent(), query);
        }
        assertEquals(0, finder.counts().all());
    }

    /** Version 2 of URL Defense escapes the name, too. */
    @Test
    void aWholeLinkIsReadAsProofpointWritesIt() {
        for (String value : VALUES) {
            String link = ("utm_source=e&roi_data=" + encoded(value))
                    .replace("-", "-2D")
                    .replace("_", "-5F")
                    .replace("%", "-25")
                    .replace("=", "-3D")
                    .replace("&", "-26");
            assertMended(value, link);
        }
    }

    private void assertMended(String value, String query) {
        long before = finder.counts().of(Outcome.MENDED);
        assertEquals(Optional.of(value), find(query), query);
        assertEquals(before + 1, finder.counts().of(Outcome.MENDED), query);
    }

    private Optional<String> find(String query) {
        return finder.inLink(new FakeRequest().query(query).request());
    }

    private static String filled(String query, String value) {
        String once = encoded(value);
        return query.replace("=E", "=" + encoded(once))
                .replace("DE", "D" + encoded(once))
                .replace("CE", "C" + encoded(once))
                .replace("=T", "=" + encoded(encoded(once)))
                .replace("DT", "D" + encoded(encoded(once)))
                .replace("=R", "=" + value)
                .replace("DR", "D" + value)
                .replace("R&", value + "&")
                .replaceAll("^R$", value)
                .replaceAll("V(?!a|A)", once);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** So many characters before its end. */
    private static String insert(String value, int fromEnd, String inserted) {
        int at = value.length() - fromEnd;
        return value.substring(0, at) + inserted + value.substring(at);
    }
}
