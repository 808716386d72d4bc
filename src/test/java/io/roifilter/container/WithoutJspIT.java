package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jetty without its {@code jsp} module, and so without Jakarta Expression Language. */
@Tag("container")
@Timeout(180)
class WithoutJspIT {
    private static final Path THIN_JAR = Path.of(System.getProperty("thinJar"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = "JETTY_.*", mode = EnumSource.Mode.MATCH_ALL)
    void allJarBringsItsOwnExpressionLanguageAndTheThinJarSaysWhatIsMissing(Distribution distribution)
            throws Exception {
        try (Installation installation = installation(distribution)) {
            Server server = installation.server();
            Snippet filters = installation.file("filters.xml");
            installation.deploy("all", ShopWar.ofServlets().withAllJar().declaring(filters.text()));
            installation.deploy("thin", shopWithThinJarAndItsLibraries().declaring(filters.text()));
            server.start();
            installation.assertReports("all");
            new Customer(server.uri("thin")).click().buy();
            server.stop();
            List<String> complaints = server.complaints();
            assertEquals(1, complaints.size(), complaints::toString);
            assertTrue(complaints.get(0).contains("thin: "), complaints::toString);
            assertTrue(server.log().contains("no Jakarta Expression Language in this container"), server::log);
            assertTrue(server.log().contains("use the -all.jar of roi-filter"), server::log);
        }
    }

    private Installation installation(Distribution distribution) throws Exception {
        String environment = distribution.environment();
        Snippet withoutJsp = Jetty.forEnvironment("jetty-base.sh", environment).with("," + environment + "-jsp", "");
        Jdk jdk = Jdk.require(Runtime.version().feature());
        return new Installation(directory, base -> new Jetty(distribution.home(), environment, base, jdk, withoutJsp));
    }

    /** As a build that manages dependencies packages them: all but what the container has. */
    private static ShopWar shopWithThinJarAndItsLibraries() throws IOException {
        return ShopWar.ofServlets()
                .withLibraries(List.of(THIN_JAR))
                .withLibrariesOfTheBuild("commons-codec", "jakarta.json", "parsson", "sqlite-jdbc");
    }
}
