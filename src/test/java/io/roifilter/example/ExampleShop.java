package io.roifilter.example;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The example webapp on a real Jetty on loopback, as {@code mvn jetty:run} starts it. Also a program of its own, for tests
 * that kill it: {@code ExampleShop PORT DIRECTORY [SETTING=VALUE …]} prints a line when it is up.
 */
public final class ExampleShop {
    static final Path WEBAPP = Path.of("example-webapp/src/main/webapp");

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    /**
     * @param port 0 for a free one
     * @param directory where outbox and endpoint keep their files
     * @param settings context-params without their prefix; {@code endpoint} is the shop's own unless given
     */
    public ExampleShop(int port, Path directory, Map<String, String> settings) throws Exception {
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        connector.open();
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResourceAsPath(WEBAPP.toAbsolutePath());
        context.setTempDirectory(Files.createTempDirectory(directory, "jetty").toFile());
        context.setAttribute(
                MetaInfConfiguration.CONTAINER_JAR_PATTERN, ".*/jakarta\\.servlet\\.jsp\\.jstl-[^/]*\\.jar$");
        context.addConfiguration(new AnnotationConfiguration());
        context.addOverrideDescriptor(endpointDirectory(directory).toUri().toString());
        context.setThrowUnavailableOnStartupException(true);
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putIfAbsent("endpoint", uri("/api/xmlrpc/index.php").toString());
        all.putIfAbsent(
                "outboxDirectory", directory.resolve("outbox").toAbsolutePath().toString());
        all.forEach((name, value) -> context.setInitParameter("roi." + name, value));
        server.setHandler(context);
        server.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    public void stop() throws Exception {
        server.stop();
    }

    /** Where the endpoint keeps what it received is an init-param of its own; the rest of web.xml stays as it ships. */
    private static Path endpointDirectory(Path directory) throws IOException {
        return Files.writeString(directory.resolve("override-web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <servlet>
                    <servlet-name>roi-endpoint</servlet-name>
                    <init-param>
                      <param-name>directory</param-name>
                      <param-value>%s</param-value>
                    </init-param>
                  </servlet>
                </web-app>
                """.formatted(
                        directory.resolve("endpoint").toAbsolutePath()));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 2; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            settings.put(setting[0], setting[1]);
        }
        ExampleShop shop = new ExampleShop(Integer.parseInt(arguments[0]), Path.of(arguments[1]), settings);
        System.out.println("up at " + shop.uri("/"));
        // Lives until it is killed, or told to end by the end of its standard input.
        if (System.in.read() < 0) {
            shop.stop();
        }
    }
}
