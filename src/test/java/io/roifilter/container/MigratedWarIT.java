package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * WARs in Tomcat's {@code webapps-javaee}, which it has its migration tool rewrite, our jar within them: what the tool takes
 * for a file of an old container then has the name of one that is there already.
 */
@ClassTemplate
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("container")
@Timeout(180)
class MigratedWarIT extends JarInTheWar {
    @RegisterExtension
    static final EachServer SERVERS = new EachServer(MigratedWarIT::tomcats, MigratedWarIT::install);

    MigratedWarIT(Installation installation) {
        super(installation);
    }

    private static Stream<Cell> tomcats() {
        return Stream.of(Distribution.TOMCAT_10_1, Distribution.TOMCAT_11)
                .map(distribution -> new Cell(distribution, Runtime.version().feature()));
    }

    private static void install(Installation installation) throws Exception {
        deploy(installation, installation::deployToBeMigrated);
        installation.deployToBeMigrated("javax", forJavax(installation));
        installation.server().start();
    }

    private static ShopWar forJavax(Installation installation) throws Exception {
        return ShopWar.ofServlets()
                .withAllJar()
                .declaring(installation.file("context-params.xml").text())
                .forJavax();
    }

    /** As it ran on an old container, with the jar for that. */
    @Test
    void shopForJavaxWithItsJar() throws Exception {
        installation.assertReports("javax");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void serverStopsWithoutAComplaint() throws Exception {
        installation.server().stop();
        assertEquals(4, installation.calls().size());
        assertEquals(List.of(), installation.server().complaints());
    }
}
