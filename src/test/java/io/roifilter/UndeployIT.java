package io.roifilter;

import static io.roifilter.ServerProcess.JETTY;
import static io.roifilter.ServerProcess.TOMCAT;
import static io.roifilter.ServerProcess.TOMCAT_OPTIONS;
import static io.roifilter.ServerProcess.classPath;
import static io.roifilter.ServerProcess.contextParameters;
import static io.roifilter.ServerProcess.copyPackage;
import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.DatabaseServer;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.LoopbackEndpoint;
import io.roifilter.testing.PostgresServer;
import io.roifilter.undeploy.Program;
import io.roifilter.undeploy.ShopServlet;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The self-contained jar in the {@code WEB-INF/lib} of a shop that is deployed and undeployed again and again, in a server
 * process that has neither JSP nor Expression Language: it works, and nothing of it is left.
 */
@Timeout(180)
class UndeployIT {
    private static final int ROUNDS = 2;

    /** They find that they agree on the settings that they share. */
    private static final String TWO_REPORTS = """
            <filter>
              <filter-name>roi-insert</filter-name><filter-class>io.roifilter.RoiInsertFilter</filter-class>
            </filter>
            <filter>
              <filter-name>roi-second</filter-name><filter-class>io.roifilter.RoiInsertFilter</filter-class>
              <init-param><param-name>when</param-name><param-value>${param.second}</param-value></init-param>
            </filter>
            <filter-mapping>
              <filter-name>roi-insert</filter-name><url-pattern>/thank-you</url-pattern>
            </filter-mapping>
            <filter-mapping>
              <filter-name>roi-second</filter-name><url-pattern>/thank-you</url-pattern>
            </filter-mapping>
            """;

    @TempDir
    private Path directory;

    @AutoClose
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();

    private final Map<String, String> more = new HashMap<>();
    private String outbox = "embedded";
    private Process process;

    @BeforeEach
    void buildTheWebApplication() throws Exception {
        for (String name : List.of("server", "tmp", "work")) {
            Files.createDirectory(directory.resolve(name));
        }
        copyPackage(directory.resolve("server"), name -> !name.startsWith("Shop"));
        Path webInf =
                Files.createDirectories(directory.resolve("shop/WEB-INF/lib")).getParent();
        copyPackage(webInf.resolve("classes"), name -> name.startsWith("Shop"));
        Files.copy(Path.of(System.getProperty("allJar")), webInf.resolve("lib/roi-filter-all.jar"));
    }

    @AfterEach
    void end() {
        ServerProcess.end(process);
    }

    @Test
    void leavesNothingBehindInTomcat() throws Exception {
        writeWebXml("", TWO_REPORTS);
        assertTracked(run("tomcat", TOMCAT, TOMCAT_OPTIONS));
    }

    @Test
    void leavesNothingBehindInJettyWhenMountedByContextParamsAlone() throws Exception {
        writeWebXml("/thank-you", "");
        assertTracked(run("jetty", JETTY, List.of()));
    }

    /** The shop places a sample order by itself, and has it found and tried out. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void leavesNothingBehindOfSetUpByExample(String server) throws Exception {
        more.putAll(Map.of("setup", "true", "statusPath", "/roi-status"));
        writeWebXml("/thank-you", "");
        boolean tomcat = server.equals("tomcat");

        List<String> output = run(server, tomcat ? TOMCAT : JETTY, tomcat ? TOMCAT_OPTIONS : List.of());

        // What is said at each start, and nothing else.
        assertEquals(
                ROUNDS,
                output.stream()
                        .filter(line -> line.contains("set-up by example is on"))
                        .count(),
                output::toString);
        assertTracked(output.stream()
                .filter(line -> !line.contains("set-up by example is on"))
                .toList());
    }

    @Test
    void leavesNothingBehindWhenSwitchedOffByAWrongSetting() throws Exception {
        writeWebXml("no-pattern", "");

        List<String> output = run("tomcat", TOMCAT, TOMCAT_OPTIONS);

        assertEquals(ROUNDS + 1, output.size(), output::toString);
        assertTrue(
                output.subList(0, ROUNDS).stream().allMatch(line -> line.contains("roi.confirmation")),
                output::toString);
        assertEquals("done", output.get(ROUNDS));
        assertEquals(Set.of(), files("outbox"));
    }

    /** A driver registers itself for the whole JVM; DriverManager is asked for the first time, or has been by Tomcat. */
    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void leavesNoDriverBehindThatLiesBesideTheJar(String server) throws Exception {
        DatabaseServer database = new PostgresServer();
        try {
            Path driver = Path.of(org.postgresql.Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Files.copy(driver, directory.resolve("shop/WEB-INF/lib").resolve(driver.getFileName()));
            outbox = database.url();
            writeWebXml("/thank-you", "");

            boolean tomcat = server.equals("tomcat");
            assertOrdered(run(server, tomcat ? TOMCAT : JETTY, tomcat ? TOMCAT_OPTIONS : List.of()));

            assertEquals(ROUNDS + "", database.query("SELECT COUNT(*) FROM roi_outbox WHERE state = 'delivered'"));
            assertEquals(Set.of(), files("outbox"));
        } finally {
            database.remove();
        }
    }

    private void assertTracked(List<String> output) throws Exception {
        assertOrdered(output);
        assertEquals(Set.of("outbox-1.db", "outbox-1.db.lock"), files("outbox"));
    }

    private void assertOrdered(List<String> output) {
        List<String> expected = new ArrayList<>();
        IntStream.rangeClosed(1, ROUNDS).forEach(round -> expected.add("ordered " + round));
        expected.add("done");
        assertEquals(expected, output);
        assertEquals(IntStream.rangeClosed(1, ROUNDS).mapToObj(String::valueOf).toList(), delivered());
    }

    private List<String> run(String server, String jars, List<String> options) throws Exception {
        process = start(server, jars, options);
        List<String> output = talk(process);
        assertEquals(Set.of(), files("tmp"));
        return output;
    }

    private Process start(String server, String jars, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of(
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:SoftRefLRUPolicyMSPerMB=0", // what is only softly reachable is not left behind
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-cp",
                directory.resolve("server") + File.pathSeparator + classPath(jars),
                Program.class.getName(),
                server,
                directory.resolve("shop").toString(),
                directory.resolve("work").toString(),
                String.valueOf(ROUNDS)));
        return JavaProcess.of(command).redirectErrorStream(true).start();
    }

    /** Lets the program go on as soon as its order has been delivered. */
    private List<String> talk(Process program) throws Exception {
        List<String> output = new ArrayList<>();
        try (BufferedReader reader = program.inputReader();
                OutputStream input = program.getOutputStream()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("SLF4J(W)")) { // for Jetty without a logging library
                    output.add(line);
                }
                if (line.startsWith("ordered ")) {
                    String order = line.substring("ordered ".length());
                    assertEventually(true, () -> delivered().contains(order));
                    input.write('\n');
                    input.flush();
                }
            }
        }
        assertEquals(0, program.waitFor(), output::toString);
        return output;
    }

    private List<String> delivered() {
        return endpoint.received().stream()
                .flatMap(message -> message.orderIds().stream())
                .toList();
    }

    /** @param confirmation for the initializer; {@code filters} are declared beside it */
    private void writeWebXml(String confirmation, String filters) throws IOException {
        Map<String, String> settings = Map.of(
                "endpoint",
                endpoint.uri().toString(),
                "apiKey",
                "key",
                "sharedSecret",
                "secret",
                "outbox",
                outbox,
                "outboxDirectory",
                directory.resolve("outbox").toString(),
                "confirmation",
                confirmation,
                "orderId",
                "${order.id}",
                "amount",
                "${order.total.dollars}");
        more.putAll(settings);
        String parameters = contextParameters(more);
        Files.writeString(directory.resolve("shop/WEB-INF/web.xml"), """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                %s
                %s
                  <servlet><servlet-name>shop</servlet-name><servlet-class>%s</servlet-class></servlet>
                  <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
                </web-app>
                """.formatted(
                        parameters, filters, ShopServlet.class.getName()));
    }

    private Set<String> files(String name) throws IOException {
        if (Files.notExists(directory.resolve(name))) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
