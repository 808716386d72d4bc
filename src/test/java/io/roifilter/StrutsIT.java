package io.roifilter;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.strutsshop.ThankYouAction;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.ReadmeRecipe;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for Struts, on Struts itself: an application with its own class loader, the -all.jar and Struts in it. */
class StrutsIT {
    private static final Path STRUTS = Path.of(System.getProperty("struts"));

    private static final String STRUTS_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE struts PUBLIC "-//Apache Software Foundation//DTD Struts Configuration 6.0//EN"
                "https://struts.apache.org/dtds/struts-6.0.dtd">
            <struts>
              <constant name="struts.allowlist.packageNames" value="io.roifilter.strutsshop"/>
              <package name="shop" extends="struts-default">
                <action name="thank-you" class="io.roifilter.strutsshop.ThankYouAction">
                  <result type="freemarker">/WEB-INF/thank-you.ftl</result>
                </action>
              </package>
            </struts>
            """;

    @TempDir
    private Path directory;

    @Test
    void anOrderOfTheActionThatShowsIt() throws Exception {
        Path shop = shop();
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint()) {
            Map<String, String> settings = new HashMap<>(ReadmeRecipe.settings("struts"));
            settings.put("endpoint", endpoint.uri().toString());
            settings.put("apiKey", "key");
            settings.put("sharedSecret", "secret");
            settings.put("outboxDirectory", directory.resolve("outbox").toString());
            Tomcat tomcat = tomcat(shop, settings);
            try {
                tomcat.start();
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                                + tomcat.getConnector().getLocalPort() + "/shop/thank-you"))
                                        .header("Cookie", "roi_data=" + Clicks.inCookie(Clicks.CLICK))
                                        .build(),
                                BodyHandlers.ofString());
                assertEquals("<p>Order 1123: 152.99</p>", answer.body().strip());
                assertEventually(
                        List.of("1123 152.99"),
                        () -> endpoint.received().stream()
                                .flatMap(received -> received.message().calls().stream())
                                .map(call -> call.arguments().get("order_id") + " "
                                        + call.arguments().get("amount"))
                                .toList());
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    private Path shop() throws Exception {
        Path shop = directory.resolve("shop");
        Path library = Files.createDirectories(shop.resolve("WEB-INF/lib"));
        Path allJar = Path.of(System.getProperty("allJar"));
        Files.copy(allJar, library.resolve(allJar.getFileName()));
        try (Stream<Path> jars = Files.list(STRUTS)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, library.resolve(jar.getFileName()));
            }
        }
        Path classes = Files.createDirectories(shop.resolve("WEB-INF/classes"));
        Files.writeString(classes.resolve("struts.xml"), STRUTS_XML);
        Path own = Files.createDirectories(classes.resolve("io/roifilter/strutsshop"));
        for (Class<?> type : new Class<?>[] {ThankYouAction.class, ThankYouAction.Order.class}) {
            String file = type.getName().replaceFirst(".*\\.", "") + ".class";
            Files.write(own.resolve(file), type.getResourceAsStream(file).readAllBytes());
        }
        Files.writeString(shop.resolve("WEB-INF/thank-you.ftl"), "<p>Order ${order.id}: ${order.total}</p>\n");
        Files.writeString(shop.resolve("WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <filter>
                    <filter-name>struts2</filter-name>
                    <filter-class>org.apache.struts2.dispatcher.filter.StrutsPrepareAndExecuteFilter</filter-class>
                  </filter>
                  <filter-mapping><filter-name>struts2</filter-name><url-pattern>/*</url-pattern></filter-mapping>
                </web-app>
                """);
        return shop;
    }

    private Tomcat tomcat(Path shop, Map<String, String> settings) {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addWebapp("/shop", shop.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // which is that of the tests
        LifecycleListener parameters = event -> {
            if (event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
                settings.forEach((name, value) -> {
                    if (context.findParameter("roi." + name) == null) {
                        context.addParameter("roi." + name, value);
                    }
                });
            }
        };
        context.addLifecycleListener(parameters);
        return tomcat;
    }
}
