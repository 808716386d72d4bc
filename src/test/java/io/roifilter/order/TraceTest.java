package io.roifilter.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.click.RoiDataFinder;
import java.lang.reflect.Field;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of a visit for an operator. */
class TraceTest {
    private static final String CLICK = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    private final Trace trace = new Trace();

    @Test
    void showsWhatWasReadAndNoMoreOfAClickThanMayBeShown() {
        record();

        assertShown();
        trace.forgetRoiData();
        assertShown();
        trace.forgetRoiData();
        assertShown();
    }

    @Test
    void whatIsKeptHasNoMoreOfAClickInItself() throws Exception {
        record();
        assertTrue(texts(trace).stream().anyMatch(text -> text.contains(CLICK)));

        trace.forgetRoiData();

        for (String text : texts(trace)) {
            assertFalse(text.contains(CLICK.substring(0, 9)), text);
        }
    }

    /** Some platforms have roi_data that is no longer than an order id is. */
    @Test
    void aShortClickIsNotShownAsItStandsInItsCookie() {
        trace.found("contact12345678", "cookies");
        trace.value("orderId", "r1.Y29udGFjdDEyMzQ1Njc4");
        trace.value("amount", "Y29udGFjdDEyMzQ1Njc4");

        assertEquals("contact1…", trace.values().get(0).text());
        assertEquals("contact1…", trace.values().get(1).text());
    }

    @Test
    void aVisitWithoutAClickIsKeptAsItIs() {
        trace.value("when", "false");
        trace.forgetRoiData();

        assertEquals("", trace.roiData());
        assertFalse(trace.hasComeAlong());
        assertEquals(List.of(new Trace.Value("when", "false", false)), trace.values());
    }

    private void record() {
        trace.found(CLICK, "cookie " + RoiDataFinder.LINK);
        trace.value("orderId", "SM-10001-0002-0003");
        trace.value("amount", "152.99");
        trace.value("reference", CLICK);
        trace.value(
                "link",
                "/?x=" + URLEncoder.encode(CLICK, StandardCharsets.UTF_8).replace("-", "%2D"));
        trace.problem("when", "cannot be told of " + CLICK);
    }

    private void assertShown() {
        assertEquals("echo3-61… in the cookie " + RoiDataFinder.LINK, trace.roiData());
        assertTrue(trace.hasComeAlong());
        assertTrue(trace.hasProblem());
        assertEquals(
                List.of(
                        new Trace.Value("orderId", "SM-10001-0002-0003", false),
                        new Trace.Value("amount", "152.99", false),
                        new Trace.Value("reference", "echo3-61…", false),
                        new Trace.Value("link", "/?x=echo3-61…", false),
                        new Trace.Value("when", "cannot be told of echo3-61…", true)),
                trace.values());
    }

    /** Every text that can be reached from an object of ours. */
    private static List<String> texts(Object root) throws IllegalAccessException {
        List<String> texts = new ArrayList<>();
        Deque<Object> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Object next = open.remove();
            if (next instanceof String text) {
                texts.add(text);
            } else if (next instanceof Collection<?> all) {
                open.addAll(all);
            } else {
                for (Field field : next.getClass().getDeclaredFields()) {
                    field.setAccessible(true);
                    Object value = field.getType().isPrimitive() ? null : field.get(next);
                    if (value != null) {
                        open.add(value);
                    }
                }
            }
        }
        return texts;
    }
}
