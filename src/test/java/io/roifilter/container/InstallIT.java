package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to install, side by side on one server of each kind: a click, an order, a call at the endpoint. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.roifilter.container.Cell#all")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("container")
@Timeout(180)
class InstallIT {
    private static final Map<Cell, Installation> INSTALLATIONS = new ConcurrentHashMap<>();

    @TempDir
    private static Path directory;

    private final Installation installation;

    InstallIT(Cell cell) {
        installation = INSTALLATIONS.get(cell);
    }

    @BeforeParameterizedClassInvocation
    static void install(Cell cell) throws Exception {
        Installation installation = new Installation(cell, directory);
        INSTALLATIONS.put(cell, installation);
        Shop withFilters = new Shop()
                .withAllJar()
                .declaring(installation.file("filters.xml").text());
        installation.deploy("filters", withFilters);
        installation.deploy("complete", withFilters.withCompleteMetadata());
        installation.deploy(
                "params",
                new Shop()
                        .withAllJar()
                        .declaring(installation.file("context-params.xml").text()));
        installation.deployUnmodified("unmodified");
        installation.server().start();
    }

    @AfterParameterizedClassInvocation
    static void cleanUp(Cell cell) {
        Installation installation = INSTALLATIONS.remove(cell);
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void jarInTheWarAndFiltersInWebXml() throws Exception {
        installation.assertReports("filters");
    }

    @Test
    void jarInTheWarAndFiltersInWebXmlWithCompleteMetadata() throws Exception {
        installation.assertReports("complete");
    }

    @Test
    void jarInTheWarAndContextParamsOnly() throws Exception {
        installation.assertReports("params");
    }

    @Test
    void jarAndSettingsBesideAnUnmodifiedWar() throws Exception {
        installation.assertReports("unmodified");
    }

    /** Each order once, and nothing to complain of, be it about settings or about threads and drivers left behind. */
    @Test
    @Order(Integer.MAX_VALUE)
    void serverStopsWithoutAComplaint() throws Exception {
        installation.server().stop();
        assertEquals(4, installation.calls().size());
        assertEquals(List.of(), installation.server().complaints());
    }
}
