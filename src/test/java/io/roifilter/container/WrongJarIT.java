package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each jar on servers of the other Servlet API, and a server that is too old for either. */
@Tag("container")
@Timeout(180)
class WrongJarIT {
    @TempDir
    private Path directory;

    /** Servlet 5.0: the packages are right, some methods are missing. */
    @Test
    void tomcat10_0SaysWhichServletApiIsNeededAndTheShopRuns() throws Exception {
        Path home = Distribution.unpacked("apache-tomcat-", "tomcat10.0.version");
        try (Installation installation =
                new Installation(false, directory, base -> new Tomcat(home, base, Jdk.require(17)))) {
            Server server = installation.server();
            deployBothWays(installation, Installation.ALL_JAR);
            installation.deploy("wrong", shop(installation, "context-params.xml", Installation.ALL_JAVAX_JAR));
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
            new Customer(server.uri("wrong")).click().buy();
            String entry = entries(server, ". wrong: this jar is not for").get(0);
            assertTrue(entry.contains("there is no jar for that, Jakarta Servlet 6.0 or later is needed"), entry);
            server.stop();
        }
    }

    /**
     * The filters' classes cannot be loaded: an application that declares them is not started; all others run. Whatever way it
     * is, one entry names the right jar.
     */
    @ParameterizedTest
    @EnumSource(names = {"TOMCAT_9", "TOMCAT_10_1", "JETTY_10", "JETTY_12_1_EE8", "JETTY_12_1_EE10"})
    void oneEntryNamesTheRightJarAndTheShopRunsUnlessItDeclaresTheFilters(Distribution distribution) throws Exception {
        Path right = distribution.isJavax() ? Installation.ALL_JAVAX_JAR : Installation.ALL_JAR;
        Path wrong = distribution.isJavax() ? Installation.ALL_JAR : Installation.ALL_JAVAX_JAR;
        Jdk jdk = Jdk.require(Runtime.version().feature());
        try (Installation installation =
                new Installation(distribution.isJavax(), directory, base -> distribution.server(base, jdk))) {
            Server server = installation.server();
            deployBothWays(installation, wrong);
            installation.deploy(
                    "complete", shop(installation, "filters.xml", wrong).withCompleteMetadata());
            installation.deploy("without", new ShopWar().withLibraryAs("roi-filter.jar", wrong));
            server.start();
            new Customer(server.uri("params")).click().buy();
            new Customer(server.uri("without")).click().buy();
            for (String application : List.of("filters", "complete")) {
                int status = new Customer(server.uri(application))
                        .submit("thank-you")
                        .statusCode();
                assertTrue(status == 404 || status == 503, application + ": " + status);
            }
            List<String> entries = entries(server, "roi-filter is switched off");
            assertEquals(3, entries.size(), server::log);
            for (String application : List.of("params", "filters", "complete")) {
                String entry = entries(server, "roi-filter is switched off. " + application + ": ")
                        .get(0);
                assertTrue(entry.contains("put " + right.getFileName() + " in its place"), entry);
                assertEquals(!application.equals("params"), entry.contains("out of web.xml"), entry);
            }
            server.stop();
        }
    }

    private static void deployBothWays(Installation installation, Path jar) throws Exception {
        installation.deploy("params", shop(installation, "context-params.xml", jar));
        installation.deploy("filters", shop(installation, "filters.xml", jar));
    }

    private static ShopWar shop(Installation installation, String declarations, Path jar) throws Exception {
        // Under a name of its own, which no shop's libraries are known by
        return new ShopWar()
                .withLibraryAs("roi-filter.jar", jar)
                .declaring(installation.file(declarations).text());
    }

    private static List<String> entries(Server server, String words) {
        return server.log().lines().filter(line -> line.contains(words)).toList();
    }
}
