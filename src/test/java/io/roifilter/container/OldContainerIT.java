package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are too old for the jar. */
@Tag("container")
@Timeout(180)
class OldContainerIT {
    @TempDir
    private Path directory;

    /** Servlet 5.0: the packages are right, some methods are missing. */
    @Test
    void tomcat10_0SaysWhichServletApiIsNeededAndTheShopRuns() throws Exception {
        try (Installation installation = onTomcat("tomcat10.0.version")) {
            Server server = installation.server();
            deployBothWays(installation);
            server.start();
            for (String application : List.of("params", "filters")) {
                new Customer(server.uri(application)).click().buy();
                assertEquals(
                        1,
                        server.complaints().stream()
                                .filter(entry -> entry.contains("switched off")
                                        && entry.contains("1 problem in the settings")
                                        && entry.contains(application))
                                .count(),
                        server::log);
            }
            assertTrue(server.log().contains("Jakarta Servlet 6.0 or later is needed"), server::log);
            server.stop();
        }
    }

    /**
     * Servlet 4.0, in other packages: the filters' classes cannot be loaded. An application that declares them is not
     * started by Tomcat; all others run.
     */
    @Test
    void tomcat9SaysWhichServletApiIsNeededAndTheShopRunsUnlessItDeclaresTheFilters() throws Exception {
        try (Installation installation = onTomcat("tomcat9.version")) {
            Server server = installation.server();
            deployBothWays(installation);
            installation.deploy("without", new ShopWar().withAllJar());
            server.start();
            new Customer(server.uri("params")).click().buy();
            new Customer(server.uri("without")).click().buy();
            assertEquals(
                    404, new Customer(server.uri("filters")).submit("thank-you").statusCode());
            List<String> needed = server.log()
                    .lines()
                    .filter(line -> line.contains("Jakarta Servlet 6.0 or later is needed"))
                    .sorted()
                    .toList();
            assertEquals(2, needed.size(), server::log);
            assertTrue(needed.get(0).contains(". filters: "), needed::toString);
            assertTrue(needed.get(1).contains(". params: "), needed::toString);
            server.stop();
        }
    }

    private static void deployBothWays(Installation installation) throws Exception {
        for (String application : List.of("params", "filters")) {
            String file = application.equals("params") ? "context-params.xml" : "filters.xml";
            installation.deploy(
                    application,
                    new ShopWar().withAllJar().declaring(installation.file(file).text()));
        }
    }

    private Installation onTomcat(String versionProperty) throws Exception {
        Path home = Distribution.unpacked("apache-tomcat-", versionProperty);
        return new Installation(directory, base -> new Tomcat(home, base, Jdk.require(17)));
    }
}
