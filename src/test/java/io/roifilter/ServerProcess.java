package io.roifilter;

import io.roifilter.undeploy.Program;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a server in a process of its own needs, which has neither JSP nor Expression Language, and the shop in it. */
final class ServerProcess {
    static final String JETTY =
            "(jetty-(?!ee10-apache-jsp|ee10-glassfish).*|slf4j-api|asm|jakarta\\.(?!el|json|servlet\\.jsp).*)";
    static final String TOMCAT = "(tomcat-embed-core|jakarta\\.annotation-api)";
    /** Tomcat's own start scripts open these to its checks for leaks. */
    static final List<String> TOMCAT_OPTIONS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");

    private ServerProcess() {}

    /** @param process null if there is none yet */
    static void end(Process process) {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** The start of a {@code web.xml} with these settings as context-params. */
    static String contextParameters(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(setting -> """
                        <context-param>
                          <param-name>roi.%s</param-name><param-value>%s</param-value>
                        </context-param>
                        """.formatted(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining());
    }

    static String classPath(String jars) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> Path.of(path).getFileName().toString().matches(jars + "-\\d.*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Copies classes of the package of the program, so that server and shop see their own alone. */
    static void copyPackage(Path target, Predicate<String> which) throws Exception {
        URI classes = Program.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        String name = Program.class.getPackageName().replace('.', '/');
        Path to = Files.createDirectories(target.resolve(name));
        try (Stream<Path> files = Files.list(Path.of(classes).resolve(name))) {
            files.filter(file -> which.test(file.getFileName().toString())).forEach(file -> copy(file, to));
        }
    }

    private static void copy(Path file, Path directory) {
        try {
            Files.copy(file, directory.resolve(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
