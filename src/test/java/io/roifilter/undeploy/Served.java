package io.roifilter.undeploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code Served tomcat|jetty WEBAPP WORK}: deploys a shop, says {@code listening PORT} once nothing is being loaded any
 * more, and undeploys it when its standard input has a line.
 */
public final class Served {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Served() {}

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[2]);
        WebServer server = arguments[0].equals("tomcat") ? new TomcatServer(work) : new JettyServer(work);
        int port = server.start();
        server.deploy(Path.of(arguments[1]));
        awaitEndOfLoading();
        System.out.println("listening " + port);
        while (System.in.read() != '\n') {
            // One line ends it.
        }
        server.undeploy();
        server.stop();
        System.out.println("done");
    }

    private static void awaitEndOfLoading() {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().contains("roi-preload"))
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
