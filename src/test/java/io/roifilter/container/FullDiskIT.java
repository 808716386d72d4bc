package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that is full, and has room again: a small one in memory, which nobody but the server and its children see. */
@Tag("container")
@Timeout(180)
class FullDiskIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_11", "JETTY_12_1_EE11"})
    void ordersGoToTheLogUntilThereIsRoomAgain(Distribution distribution) throws Exception {
        Path outbox = Files.createDirectory(directory.resolve("outbox"));
        String mount = "mount -t tmpfs -o size=4m tmpfs '" + outbox + "'";
        assumeMountable(mount);
        try (Installation installation = new Installation(
                new Cell(distribution.requireInThisRun(), Runtime.version().feature()), directory)) {
            Server server = installation.server();
            server.startBy(List.of("unshare", "--mount", "sh", "-c", mount + " && exec \"$@\"", "sh"));
            installation.deploy(
                    "shop",
                    new ShopWar()
                            .withAllJar()
                            .declaring(installation
                                    .file("context-params.xml")
                                    .and(Snippet.contextParam("roi.outboxDirectory", outbox))
                                    .text()));
            server.start();
            installation.assertReports("shop");
            Path filler = Path.of("/proc/" + server.pid() + "/root" + outbox + "/filler");
            fill(filler);
            Customer customer = new Customer(server.uri("shop")).click();
            buyUntilTheLogHasAnOrder(customer, server);
            Files.delete(filler);
            assertEventually(true, () -> server.log().contains("the outbox is open again"));
            String order = customer.buy();
            assertEventually(1, () -> installation.calls(order).size());
            server.stop();
            assertEquals(
                    1,
                    server.complaints().stream()
                            .filter(line -> line.contains("cannot be written"))
                            .count());
        }
    }

    /** Room that the outbox has taken before is used first. */
    private static void buyUntilTheLogHasAnOrder(Customer customer, Server server) throws Exception {
        assertEventually(true, () -> {
            String order = customer.buy();
            return server.log().lines().anyMatch(line -> line.contains("UNSTORED-ORDER") && line.contains(order));
        });
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream file = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            for (int pages = 0; pages < 2048; pages++) {
                file.write(page);
            }
        } catch (IOException e) {
            return; // no space left, as intended
        }
        throw new IOException("there is room for more than there should be");
    }

    private static void assumeMountable(String mount) throws Exception {
        Process trial;
        try {
            trial = new ProcessBuilder("unshare", "--mount", "sh", "-c", mount).start();
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: there is no unshare on this machine");
            return;
        }
        Assumptions.assumeTrue(
                trial.waitFor(30, TimeUnit.SECONDS) && trial.exitValue() == 0,
                "SKIPPED: a small file system cannot be mounted here; that needs root");
    }
}
