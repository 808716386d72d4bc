package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server of a distribution, in a directory of its own: started by the distribution's script on a free loopback port and
 * stopped as an init system does, by a signal. To be closed, however the test ends.
 */
abstract class Server implements AutoCloseable {
    /** Level of an entry as Tomcat, Jetty and java.util.logging each print it. */
    private static final Pattern COMPLAINT =
            Pattern.compile("^(?:\\S+ \\S+ (?:WARNING|SEVERE) |\\S+ \\S+:(?:WARN|ERROR) ?:|(?:WARNING|SEVERE): )");

    /** What Jetty's JSP says at every start, and Tomcat on a busy machine, without us too. */
    private static final Pattern NOISE = Pattern.compile(
            "DigesterFactory:main: The XML schema|Creation of SecureRandom instance for session ID generation");

    /** As a class histogram shows it, with its module in Java 17 and later. */
    private static final Pattern APPLICATION_LOADER =
            Pattern.compile("\\.(?:ParallelWebappClassLoader|WebAppClassLoader)(?: \\(|$)");

    /** Small and quick to start: two cores run all this. */
    static final String JVM_OPTIONS = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    final Path home;
    final Path base;
    final Jdk jdk;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> wrapper = List.of();
    private Process process;

    Server(Path home, Path base, Jdk jdk) {
        this.home = home.toAbsolutePath();
        this.base = base.toAbsolutePath();
        this.jdk = jdk;
    }

    /** Where WARs are put to be deployed under their own names. */
    final Path webapps() {
        return base.resolve("webapps");
    }

    /** The file of the README that deploys a WAR from somewhere else. */
    abstract String descriptorFile();

    /** Deploys a WAR from somewhere else as its descriptor says. */
    abstract void deploy(String application, Snippet descriptor) throws IOException;

    /** Makes a jar visible to every application. */
    abstract void share(Path jar) throws Exception;

    /** Has the server look every second for WARs that are new, changed or gone. */
    abstract void watchForChanges() throws IOException;

    /** Has every application see what a proxy on this machine says of its visitors. */
    abstract void trustProxies() throws IOException;

    /** The start script, to be run in the base directory. */
    abstract List<String> command();

    /** Found in the log when all applications have been deployed. */
    abstract String started();

    /** Found in the log when all has been stopped in order. */
    abstract String stopped();

    /** Finds the port in the log. */
    abstract Pattern port();

    Server set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Adds an option to the command that starts the server's JVM. */
    abstract void addJvmOption(String option);

    /** Has another command start the start script, whose words are added to it. */
    final void startBy(List<String> command) {
        wrapper = command;
    }

    final long pid() {
        return process.pid();
    }

    final void start() throws Exception {
        process = builder(Stream.concat(wrapper.stream(), command().stream()).toList())
                .start();
        RUNNING.add(process);
        assertEventually(true, () -> !process.isAlive() || log().contains(started()));
        assertTrue(process.isAlive(), this::log);
    }

    final URI uri(String application) throws IOException {
        Matcher matcher = port().matcher(log());
        assertTrue(matcher.find(), this::log);
        return URI.create("http://127.0.0.1:" + matcher.group(1) + "/" + application + "/");
    }

    /** Stops in order and asserts that it did. */
    final void stop() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "still running: " + log());
        RUNNING.remove(process);
        assertTrue(log().contains(stopped()), this::log);
    }

    @Override
    public final void close() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
            RUNNING.remove(process);
        }
    }

    /** Everything that the server has printed and logged so far, but for its access log. */
    final String log() {
        StringBuilder log = new StringBuilder(text(console()));
        for (Path file : logFiles()) {
            log.append(text(file));
        }
        return log.toString();
    }

    /** Entries of the log at WARNING and above, first lines only. */
    final List<String> complaints() {
        return log().lines()
                .filter(line -> COMPLAINT.matcher(line).find())
                .filter(line -> !NOISE.matcher(line).find())
                .toList();
    }

    /** How many class loaders of web applications are in memory, after a garbage collection. */
    final long applicationLoaders() throws IOException {
        List<String> command = List.of(jdk.home().resolve("bin/jcmd").toString(), "" + pid(), "GC.class_histogram");
        Process histogram =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = histogram.inputReader()) {
            return lines.lines()
                    .filter(APPLICATION_LOADER.asPredicate())
                    .map(line -> line.strip().split("\\s+")[1])
                    .mapToLong(Long::parseLong)
                    .sum();
        }
    }

    /** Runs a command in the base directory, to its end. */
    final void run(List<String> command) throws Exception {
        Process run = builder(command).start();
        RUNNING.add(run);
        try {
            assertTrue(run.waitFor(60, TimeUnit.SECONDS), () -> command + " does not end");
            assertEquals(0, run.exitValue(), this::log);
        } finally {
            run.destroyForcibly();
            RUNNING.remove(run);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()));
        // As after a fresh login: nothing of the build's own environment.
        builder.environment().keySet().removeIf(name -> name.matches("(?:ROI|CATALINA|JETTY|JAVA|JDK)_.*"));
        builder.environment().put("JAVA_HOME", jdk.home().toString());
        builder.environment().merge("PATH", jdk.java().getParent().toString(), (path, bin) -> bin + ":" + path);
        builder.environment().putAll(environment);
        return builder;
    }

    private Path console() {
        return base.resolve("console.log");
    }

    private List<Path> logFiles() {
        Path logs = base.resolve("logs");
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.filter(file -> file.getFileName().toString().startsWith("localhost."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
