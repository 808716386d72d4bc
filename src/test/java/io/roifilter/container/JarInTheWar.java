package io.roifilter.container;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The ways to install that have the jar in the WAR, side by side on one server. */
abstract class JarInTheWar {
    final Installation installation;

    JarInTheWar(Installation installation) {
        this.installation = installation;
    }

    /** Puts a WAR where the server finds it. */
    interface Deployment {
        void of(String application, ShopWar shop) throws IOException;
    }

    /** One application for each way. */
    static void deploy(Installation installation, Deployment deployment) throws IOException {
        ShopWar withFilters = new ShopWar()
                .withAllJar()
                .declaring(installation.file("filters.xml").text());
        deployment.of("filters", withFilters);
        deployment.of("complete", withFilters.withCompleteMetadata());
        deployment.of(
                "params",
                new ShopWar()
                        .withAllJar()
                        .declaring(installation.file("context-params.xml").text()));
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
}
