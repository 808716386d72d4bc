package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said when an application stops: how many orders wait, and where. */
@OnEachContainer
class StopLineIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop().thankYou("1123", "152.99");

    @TempDir
    private Path directory;

    @Test
    void namesTheFileInWhichNothingWaits() throws Exception {
        shop.report(TestShop.ORDER).start();
        shop.get("/thank-you");

        assertStopped("nothing waits in " + file());
    }

    @Test
    void saysHowManyOrdersWaitInIt() throws Exception {
        shop.report(TestShop.ORDER).start();
        shop.order();

        assertStopped("1 order waits in " + file() + ", to be sent after the next start");
        shop.start();
        assertStopped("1 order waits in " + file() + ", to be sent after the next start");
    }

    @Test
    void saysThatItIsNotKnownAndHowManyAreInTheLog() throws Exception {
        Path noDirectory = Files.createFile(directory.resolve("file"));
        shop.setting("outboxDirectory", noDirectory.resolve("outbox").toString())
                .report(TestShop.ORDER)
                .start();
        shop.order();

        assertStopped(
                "how much waits is not known, because the outbox was away or busy at the end; it stays where it is;"
                        + " 1 orders went to this log since the start");
    }

    private Path file() {
        return shop.outbox().resolve("outbox-1.db");
    }

    private void assertStopped(String text) throws Exception {
        shop.stop();
        assertEquals(
                List.of("shop: stopped; " + text),
                LOG.ours(Level.INFO).stream()
                        .filter(entry -> entry.startsWith("shop: stopped"))
                        .toList());
        LOG.clear();
    }
}
