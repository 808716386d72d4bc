package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.Clicks;
import io.roifilter.testing.Container;
import io.roifilter.testing.Eventually;
import io.roifilter.testing.LogListener;
import io.roifilter.testing.TestShop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What java.util.logging shows beside an entry, as its SimpleFormatter, Tomcat's formatters and Jetty do, is the class that
 * speaks, and never one that it has the entry written by. Other logs show the logger's name, which is the same.
 */
class SpeakersIT {
    private static final Logger OURS = Logger.getLogger("io.roifilter");

    @TempDir
    Path directory;

    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();
    private final Handler catching = new LogListener(entry -> {
        entry.getSourceClassName(); // found out on the thread that speaks
        entries.add(entry);
    });

    @BeforeEach
    void listen() {
        catching.setLevel(Level.ALL);
        OURS.addHandler(catching);
        OURS.setLevel(Level.ALL);
        OURS.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        OURS.setUseParentHandlers(true);
        OURS.setLevel(null);
        OURS.removeHandler(catching);
    }

    @Test
    void anEntryBearsTheNameOfTheClassThatSpeaks() throws Exception {
        TestShop shop = new TestShop(Container.JETTY, directory)
                .capture(Map.of("consent", "${param.consent.isEmpty()}"))
                .report(Map.of("orderId", "${param.id}", "amount", "${param.amount}"))
                .page("/", (request, response) -> {})
                .page("/thank-you", (request, response) -> response.setStatus(200))
                .start();
        try {
            shop.get("/?roi_data=" + Clicks.encoded(Clicks.CLICK) + "&consent=a");
            shop.get("/?roi_data=" + Clicks.encoded(Clicks.TOO_LONG));
            shop.get("/thank-you?id=4711&amount=rubbish", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
            shop.get("/thank-you?id=4712&amount=12.50", "Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK));
            Eventually.assertEventually(true, () -> spoke("io.roifilter.relay.EndpointLog"));
        } finally {
            shop.stop();
        }
        new TestShop(Container.JETTY, directory)
                .setting("endpoint", null)
                .capture(Map.of("consent", "perhaps"))
                .start()
                .stop();
        new TestShop(Container.JETTY, directory)
                .setting("orderid", "${param.id}")
                .initializer()
                .start()
                .stop();

        Set<String> wrong = new TreeSet<>();
        for (LogRecord entry : entries) {
            if (!isNamed(entry)) {
                wrong.add(entry.getLoggerName() + ", " + entry.getSourceClassName() + ": " + entry.getMessage());
            }
        }
        assertEquals(Set.of(), wrong);
        for (String speaker : List.of(
                "io.roifilter.RoiCaptureFilter",
                "io.roifilter.RoiInsertFilter",
                "io.roifilter.RoiMounting",
                "io.roifilter.Reporting",
                "io.roifilter.outbox.Opening")) {
            assertTrue(spoke(speaker), () -> speaker + " has said nothing");
        }
    }

    private boolean spoke(String className) {
        return entries.stream().anyMatch(entry -> className.equals(entry.getSourceClassName()));
    }

    /** A logger is called as its class, or as its room; the relay's is that of its main class. */
    private static boolean isNamed(LogRecord entry) {
        String logger = entry.getLoggerName();
        String speaker = entry.getSourceClassName().replaceFirst("\\$.*", "");
        return logger.equals(speaker)
                || logger.equals("io.roifilter.outbox")
                        && speaker.matches("io\\.roifilter\\.outbox\\.(?!ApplicationLog$)\\w+")
                || logger.equals("io.roifilter.relay.Relay") && speaker.startsWith("io.roifilter.relay.");
    }
}
