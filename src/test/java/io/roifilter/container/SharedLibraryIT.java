package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar in the folder that all applications of a server share. */
@Tag("container")
@Timeout(180)
class SharedLibraryIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("io.roifilter.container.Cell#all")
    void worksForApplicationsWithAnEndpointAndDoesNothingForOthers(Cell cell) throws Exception {
        try (Installation installation = new Installation(cell, directory)) {
            Server server = installation.server();
            server.share(installation.allJar());
            installation.deploy("other", new ShopWar());
            installation.deployWithSharedJar("one");
            installation.deployWithSharedJar("two");
            server.start();
            installation.assertReports("one");
            installation.assertReports("two");
            Customer customer = new Customer(server.uri("other")).click();
            customer.buy();
            assertFalse(customer.cookieNames().contains("roi_data"), customer.cookieNames()::toString);
            server.stop();
            assertEquals(2, installation.calls().size());
            assertEquals(List.of(), server.complaints());
        }
    }
}
