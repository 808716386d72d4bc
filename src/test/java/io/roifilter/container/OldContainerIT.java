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
            installation.deploy(
                    "params",
                    new Shop()
                            .withAllJar()
                            .declaring(installation.file("context-params.xml").text()));
            installation.deploy(
                    "filters",
                    new Shop()
                            .withAllJar()
                            .declaring(installation.file("filters.xml").text()));
            server.start();
            for (String application : List.of("params", "filters")) {
                new Customer(server.uri(application)).click().buy();
                assertEquals(
                        1,
                        server.complaints().stream()
                                .filter(entry -> entry.contains("switched off") && entry.contains(application))
                                .count(),
                        server::log);
            }
            assertTrue(server.log().contains("Jakarta Servlet 6.0 or later is needed"), server::log);
            server.stop();
        }
    }

    private Installation onTomcat(String versionProperty) throws Exception {
        Path home = Container.unpacked("apache-tomcat-", versionProperty);
        return new Installation(directory, base -> new Tomcat(home, base, Jdk.require(17)));
    }
}
