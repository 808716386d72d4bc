package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way to install, side by side on one server of each kind: a click, an order, a call at the endpoint. */
@ClassTemplate
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("container")
@Timeout(180)
class InstallIT extends JarInTheWar {
    @RegisterExtension
    static final EachServer SERVERS = new EachServer(Cell::allAndOthers, InstallIT::install);

    InstallIT(Installation installation) {
        super(installation);
    }

    private static void install(Installation installation) throws Exception {
        deploy(installation, installation::deploy);
        installation.deployUnmodified("unmodified");
        installation.server().start();
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
