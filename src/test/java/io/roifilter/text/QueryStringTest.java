package io.roifilter.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {
    @ParameterizedTest
    @CsvSource({
        "roi_data=a,a",
        "x=1&roi_data=a,a",
        "x=1&roi_data=a&y=2,a",
        "&&roi_data=a&,a",
        "roi_data=,''",
        "roi_data=&x=1,''",
        "roi_data=a=b,a=b",
        "xroi_data=b&roi_data=a,a",
        "roi_datax=b&roi_data=a,a",
        "roi_data&roi_data=a,a",
        "x=roi_data=b&roi_data=a,a",
        "roi_data=a?b#c/d,a?b#c/d",
        "roi_data=http%3A%2F%2Fx%2f+y,http://x/ y",
        "roi_data=%C3%BC%E2%82%AC%F0%9F%98%80,ü€😀",
        "roi_data=ü%,ü%",
        "roi_data=%4,%4",
        "roi_data=%zz%41%,%zzA%",
    })
    void findsAndDecodesAValue(String query, String expected) {
        assertEquals(expected, values(query).get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "=",
                "x",
                "x=1",
                "roi_data",
                "x&roi_data",
                "ROI_DATA=a",
                "xroi_data=a",
                "x=roi_data=a",
                "roi%5Fdata=a"
            })
    void findsNothingElsewhere(String query) {
        assertEquals(List.of(), values(query));
    }

    @Test
    void findsNothingWithoutAQuery() {
        assertEquals(-1, QueryString.nextValue(null, "roi_data=", 0));
    }

    @Test
    void findsRepeatedValuesInTheirOrder() {
        assertEquals(List.of("a", "", "b", "c"), values("roi_data=a&x=1&roi_data=&roi_data=b&roi_data=c"));
    }

    @Test
    void parsesAllParameters() {
        Map<String, String[]> parameters = QueryString.parse("a=1&b=%C3%BC+x&&a=2&c&=d&%61=3&e=f=g");

        assertEquals("[a, b, c, , e]", parameters.keySet().toString());
        assertArrayEquals(new String[] {"1", "2", "3"}, parameters.get("a"));
        assertArrayEquals(new String[] {"ü x"}, parameters.get("b"));
        assertArrayEquals(new String[] {""}, parameters.get("c"));
        assertArrayEquals(new String[] {"d"}, parameters.get(""));
        assertArrayEquals(new String[] {"f=g"}, parameters.get("e"));
        assertThrows(UnsupportedOperationException.class, () -> parameters.put("x", null));
        assertEquals(Map.of(), QueryString.parse(null));
        assertEquals(Map.of(), QueryString.parse(""));
    }

    private static List<String> values(String query) {
        List<String> values = new ArrayList<>();
        int start = QueryString.nextValue(query, "roi_data=", 0);
        while (start >= 0) {
            values.add(QueryString.value(query, start));
            start = QueryString.nextValue(query, "roi_data=", start);
        }
        return values;
    }
}
