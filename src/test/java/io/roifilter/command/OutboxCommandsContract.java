package io.roifilter.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.command.Tool.Result;
import io.roifilter.outbox.Destination;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxOptions;
import io.roifilter.outbox.Settlement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands promise on an outbox; one subclass for each database. */
@Timeout(120)
abstract class OutboxCommandsContract {
    static final Destination DESTINATION = Destination.of(URI.create("https://api.example.com/"), "");
    static final Destination ANOTHER = Destination.of(URI.create("https://api.example.com/"), "another");
    static final Duration CLOSE = Duration.ofSeconds(20);
    private static final String ROI_DATA = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";

    @TempDir
    Path directory;

    private Outbox outbox;

    /** An application's, which is closed before the commands are run if it would hold its file. */
    abstract Outbox open(Destination destination);

    /** Whether others may look in while an application runs. */
    abstract boolean isShared();

    /** The tool, told where the outbox is. */
    abstract Tool tool() throws Exception;

    @BeforeEach
    void fill() {
        outbox = open(DESTINATION);
        for (String id : List.of("1123", "1124", "later", "done", "under way")) {
            assertTrue(outbox.accept(order(id, "152.99")));
        }
        List<Settlement> settlements = new ArrayList<>();
        for (Entry entry : outbox.claim(100, Duration.ofMinutes(10))) {
            switch (entry.call().reference()) {
                case "1123", "1124" ->
                    settlements.add(new Settlement.Rejected(entry, "403", "ROI Hash, \"it\" does not match"));
                case "later" ->
                    settlements.add(
                            new Settlement.Postponed(entry, Instant.now().plusSeconds(7200), "HTTP status 503"));
                case "done" -> settlements.add(new Settlement.Delivered(entry, "201"));
                default -> {} // still claimed
            }
        }
        assertEquals(4, outbox.settle(settlements).size());
        outbox.refuse(order("eur", "12.50"), "currency is \"EUR\"");
        outbox.refuse(order("unknown-0123456789ab", "12.50"), "no order id");
        if (!isShared()) {
            outbox.close(CLOSE);
        }
    }

    @AfterEach
    void close() {
        outbox.close(CLOSE);
    }

    @Test
    void statusSaysHowMany() throws Exception {
        Result status = tool().run("status");
        assertEquals("", status.err());
        assertEquals(0, status.exitCode());
        assertTrue(status.out().contains("  for https://api.example.com/\n"), status.out());
        assertTrue(status.out().contains("            2 waiting, the oldest since 20"), status.out());
        assertTrue(status.out().contains("            4 rejected\n"), status.out());
        assertTrue(status.out().contains("            1 delivered\n"), status.out());
    }

    @Test
    void listShowsThemInThreeForms() throws Exception {
        Result table = tool().run("list");
        assertEquals("", table.err());
        assertEquals(0, table.exitCode());
        assertEquals(
                List.of("later", "under way", "1123", "1124", "eur", "unknown-0123456789ab"),
                table.out()
                        .lines()
                        .skip(1)
                        .map(line -> line.substring(10).replaceFirst("  .*|(?<=ab) .*", ""))
                        .toList(),
                table.out());
        assertTrue(table.out().contains("403      ROI Hash, \"it\" does not match"), table.out());
        assertFalse(table.out().contains(ROI_DATA.substring(0, 12)), table.out());
        assertTrue(table.out().contains(ROI_DATA.substring(0, 8) + "…"), table.out());

        Result csv = tool().run("list", "--state", "rejected", "--limit", "1", "--format", "csv");
        assertEquals(0, csv.exitCode());
        assertTrue(csv.err().contains("there may be more: --limit"), csv.err());
        assertTrue(
                csv.out()
                        .matches("state,order_id,amount,date,accepted,due,settled,attempts,code,text,roi_data,for\r\n"
                                + "rejected,1123,152.99,\\d{4}-\\d\\d-\\d\\d,[^,]*,,[^,]*,1,403,\"ROI Hash, \"\"it\"\" does not match\",echo3-61…,"
                                + "https://api.example.com/\r\n"),
                csv.out());

        Result json = tool().run("list", "--state", "DELIVERED", "--format", "json");
        assertTrue(
                json.out()
                        .startsWith(
                                "[{\"state\":\"delivered\",\"order_id\":\"done\",\"amount\":\"152.99\",\"date\":\"20"),
                json.out());
        assertTrue(json.out().endsWith("}]\n"), json.out());
    }

    @Test
    void resendSendsAgainWhatMayBe() throws Exception {
        Result result = tool().run("resend", "1123", "later", "eur", "unknown-0123456789ab", "done", "nobody's");
        assertEquals(1, result.exitCode());
        assertEquals(
                List.of(
                        "nobody's: there is no such order",
                        "1123: will be sent",
                        "later: will be sent",
                        "eur: the shop's own rules refused it (currency is \"EUR\"); send it with its amount in US dollars",
                        "unknown-0123456789ab: its order id is not known; the README's SQL mends it",
                        "done: it has been delivered, and is remembered so that it is not sent twice"),
                result.out().lines().toList());
        result = tool().run("resend", "eur", "--amount", "$13.6");
        assertEquals("eur: will be sent\n", result.out());
        assertEquals(0, result.exitCode());
        assertEquals("1123 152.99 1, eur 13.60 1, later 152.99 1" + (isShared() ? "" : ", under way 152.99 2"), due());
        assertTrue(outbox.accept(order("eur", "14.00")));
        assertEquals(1, outbox.statistics().duplicates(), "it is known");
    }

    @Test
    void resendSendsAllAgainButWhatTheShopRefused() throws Exception {
        Result result = tool().run("resend", "--all-rejected");
        assertEquals(1, result.exitCode());
        assertTrue(result.out().endsWith("2 will be sent, 2 are left as they were\n"), result.out());
        assertEquals(
                "1123 152.99 1, 1124 152.99 1" + (isShared() ? "" : ", later 152.99 2, under way 152.99 2"), due());
    }

    @Test
    void whatIsBeingSentIsLeftAlone() throws Exception {
        String expected = isShared() ? "it is being sent at this moment; look again in a minute" : "will be sent";
        assertEquals(
                "under way: " + expected + "\n",
                tool().run("resend", "under way").out());
        expected = isShared() ? expected : "deleted";
        Result result = tool().run("delete", "--yes", "under way");
        assertEquals("under way: " + expected + "\n", result.out());
        assertEquals(isShared() ? 1 : 0, result.exitCode());
    }

    @Test
    void deleteAsksFirst() throws Exception {
        for (String no : List.of("", "no\n", "yess\n")) {
            Result result = tool().input(no).run("delete", "1123", "later");
            assertEquals(1, result.exitCode());
            assertTrue(
                    result.out().contains("delete these 2 orders for good? yes or no: nothing was del"), result.out());
        }
        Result result = tool().input("yes\n").run("delete", "1123", "later");
        assertEquals(0, result.exitCode(), result.err());
        assertTrue(result.out().endsWith("1123: deleted\nlater: deleted\n"), result.out());
        assertEquals(
                "done: it has been delivered, and is remembered so that it is not sent twice\n",
                tool().run("delete", "--yes", "done").out());
        String left = tool().run("list").out();
        assertFalse(left.contains(" 1123 ") || left.contains(" later "), left);
        assertTrue(left.contains(" 1124 "), left);
    }

    @Test
    void anOrderIdOfTwoApplicationsIsNotGuessed() throws Exception {
        Outbox other = open(ANOTHER);
        other.refuse(order("1123", "12.50"), "currency is \"EUR\"");
        other.close(CLOSE);
        assertEquals(
                "1123: several applications have an order of this id: say which by --endpoint or --account\n",
                tool().run("delete", "1123", "--yes").out());
        assertEquals(
                "1123: deleted\n",
                tool().run("delete", "1123", "--yes", "--account", "another").out());
        assertEquals(
                "1123: will be sent\n",
                tool().run("resend", "1123", "--endpoint", "HTTPS://api.example.com:443")
                        .out());
    }

    /** Each as it is printed. */
    @Test
    void doesWhatTheReadmeSays() throws Exception {
        if (!isShared()) {
            outbox = open(DESTINATION);
        }
        outbox.refuse(order("1125", "12.50"), "currency is \"EUR\"");
        outbox.refuse(order("1126", "12.50"), "currency is \"EUR\"");
        if (!isShared()) {
            outbox.close(CLOSE);
        }
        tool().run("delete", "--yes", "eur", "unknown-0123456789ab");
        List<List<String>> commands = Tool.readme("outbox");
        assertEquals(7, commands.size());
        for (List<String> command : commands) {
            Result result = tool().input("yes\n").run(command.toArray(String[]::new));
            boolean refusedIsLeft = command.contains("--all-rejected");
            assertEquals(refusedIsLeft ? 1 : 0, result.exitCode(), () -> command + ": " + result);
        }
        assertEquals(
                "1123 152.99 1, 1124 152.99 1, 1125 152.99 1"
                        + (isShared() ? "" : ", later 152.99 2, under way 152.99 2"),
                due());
        assertFalse(tool().run("list").out().contains("1126"));
    }

    /** What is sent next: id, amount and attempts, this one included. */
    private String due() {
        return outboxAgain().claim(100, Duration.ofMinutes(10)).stream()
                .map(entry -> entry.call().reference() + " "
                        + entry.call().arguments().get("amount") + " " + entry.attempts())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Outbox outboxAgain() {
        if (!isShared()) {
            outbox.close(CLOSE);
            outbox = open(DESTINATION);
        }
        return outbox;
    }

    static OutboxOptions options() {
        return new OutboxOptions("shop", 100, Duration.ofSeconds(10), Duration.ofDays(30));
    }

    static RoiInsert order(String id, String amount) {
        return new RoiInsert(ROI_DATA, amount, id, false, LocalDate.of(2026, 11, 22));
    }
}
