package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.facesshop.Checkout;
import io.roifilter.facesshop.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A JSP that shows what beans of CDI have, by the names that it knows them by. */
@ClassTemplate
@Tag("container")
@Timeout(180)
class NamedBeansIT {
    @RegisterExtension
    static final EachServer SERVERS = new EachServer(Cell::onTheRunningJava, NamedBeansIT::install);

    private static final String BEANS_XML = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
            """;

    private static final String PAGE = """
            <%@ page contentType="text/html; charset=UTF-8" %>
            ${checkout.find()}<p>Order ${checkout.order.id}: ${checkout.order.total}, ${receipt.id}</p>
            """;

    private final Installation installation;

    NamedBeansIT(Installation installation) {
        this.installation = installation;
    }

    private static void install(Installation installation) throws Exception {
        deploy(installation, "request", "${checkout.order.id}");
        deploy(installation, "dependent", "${receipt.id}");
        installation.server().start();
    }

    private static void deploy(Installation installation, String application, String orderId) throws Exception {
        installation.deploy(
                application,
                new ShopWar()
                        .withAllJar()
                        .withLibraries(weld())
                        .withClasses(Checkout.class, Receipt.class)
                        .with("WEB-INF/beans.xml", BEANS_XML.getBytes(StandardCharsets.UTF_8))
                        .with("WEB-INF/pages/thank-you.jsp", PAGE.getBytes(StandardCharsets.UTF_8))
                        .declaring(installation
                                .file("confirmation.xml")
                                .and(Snippet.contextParam("roi.orderId", orderId))
                                .and(Snippet.contextParam("roi.amount", "${checkout.order.total}"))
                                .text()));
    }

    private static List<Path> weld() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("frameworks"), "weld"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("weld-"))
                    .toList();
        }
    }

    @Test
    void aBeanOfTheRequestIsRead() throws Exception {
        new Customer(installation.server().uri("request")).click().buy();
        assertEventually(1, () -> installation.calls("1123").size());
        assertEquals("152.99", installation.calls("1123").get(0).arguments().get("amount"));
    }

    @Test
    void aBeanThatEverybodyHasOfHisOwnIsSaidToBeOutOfReach() throws Exception {
        new Customer(installation.server().uri("dependent")).click().buy();
        String said =
                "receipt is a bean of CDI with the scope Dependent, of which everybody who asks gets one of his own";
        assertEventually(true, () -> installation.server().log().contains(said));
        assertTrue(installation.server().log().contains("read what the page shows, by page.text"));
    }
}
