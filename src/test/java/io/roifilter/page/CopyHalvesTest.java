package io.roifilter.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of what is longer than may be kept. */
class CopyHalvesTest {
    private static final int LIMIT = 64;

    @Test
    void whateverThePiecesTheFirstHalfAndTheLastAreKept() {
        Random random = new Random(12);
        for (int round = 0; round < 2000; round++) {
            CopyHalves halves = new CopyHalves(LIMIT);
            StringBuilder all = new StringBuilder();
            int length = random.nextInt(5 * LIMIT);
            while (all.length() < length) {
                String piece = "abcdefghijklmnopqrstuvwxyz".repeat(8).substring(0, 1 + random.nextInt(200));
                add(halves, piece);
                all.append(piece);
            }
            String kept = text(halves.first(false)) + text(halves.last(false));
            assertEquals(all.length(), halves.length());
            assertEquals(all.length() <= LIMIT, halves.isWhole());
            assertEquals(
                    all.length() <= LIMIT
                            ? all.toString()
                            : all.substring(0, LIMIT / 2) + all.substring(all.length() - LIMIT / 2),
                    kept);
        }
    }

    /** With a cut in each place of a page, nothing that stands in something else comes out of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>a</p><!-- - -- OTHER ---><p>b</p>",
                "<p>a</p><!--OTHER--><p>b</p>",
                "<p>a</p><!-- > OTHER > -> OTHER --><p>b</p>",
                "<p>a</p><!DOCTYPE OTHER><p>b</p>",
                "<p>a</p><script type='x>y'>'OTHER</scripty> <b>OTHER'</SCRIPT ><p>b</p>",
                "<p>a</p><SCRIPT>\"<script>OTHER\"</script><p>b</p>",
                "<p>a</p><textarea>OTHER<b>OTHER</b></textarea><p>b</p>",
                "<p>a</p><template><b>OTHER</b></template><p>b</p>",
                "<p>a</p><noscript>OTHER <</noscript><p>b</p>",
                "<p>a</p><title>OTHER</title><p>b</p>",
                "<p>a</p><img alt=\"OTHER > OTHER' >\" title = 'OTHER>'/><p>b</p>",
                "<p>a</p><a href=OTHER>x</a><p>b</p>",
                "<p>a < b</p><style>OTHER</style><p>b</p>",
                "<p>a</p></OTHER attribute><p>b</p>",
                "<p>a</p><?OTHER?><p>b</p>"
            })
    void whatIsCutIsNeverTakenForSomethingElse(String part) {
        int others = count(part);
        String page = "x".repeat(LIMIT) + part + "y".repeat(LIMIT);
        for (int end = LIMIT + 1; end <= page.length(); end++) {
            CopyHalves halves = new CopyHalves(LIMIT);
            add(halves, page.substring(0, end));
            String last = text(halves.last(true));
            assertTrue(page.substring(0, end).endsWith(last), last);
            int in = count(last);
            assertTrue(in == 0 || end < page.length() - LIMIT || in == others, () -> "cut before: " + last);
            assertFalse(isWithin(last), () -> "cut before: " + last);
        }
        for (int before = 0; before < LIMIT / 2; before++) {
            CopyHalves halves = new CopyHalves(LIMIT);
            add(halves, page.substring(LIMIT - before));
            String first = text(halves.first(true));
            assertTrue(page.substring(LIMIT - before).startsWith(first), first);
            int in = count(first);
            assertTrue(
                    in == 0 || in == others && first.lastIndexOf('>') > first.lastIndexOf("OTHER"),
                    () -> "cut behind: " + first);
        }
    }

    private static int count(String text) {
        return text.split("OTHER", -1).length - 1;
    }

    /** Whether it has the word without what opens the part. */
    private static boolean isWithin(String last) {
        int word = last.indexOf("OTHER");
        int opens = last.indexOf('<');
        return word >= 0 && (opens < 0 || opens > word);
    }

    /** While it grows, too: each array is at least twice the one before, up to half the limit. */
    @Test
    void noMoreIsAllocatedThanSevenQuartersOfTheLimit() {
        int limit = 8 * 1024 * 1024;
        byte[] piece = new byte[8000];
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        CopyHalves halves = new CopyHalves(limit);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 3 * limit / piece.length; i++) {
            halves.add(piece, 0, piece.length);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 2L * limit + 100_000, () -> allocated + " bytes");
    }

    private static void add(CopyHalves halves, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length == 1) {
            halves.add(bytes[0]);
        } else {
            halves.add(bytes, 0, bytes.length);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
