package io.roifilter.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Where the files of this process belong if no setting says so: a place that outlives a restart, and is the same after it. The
 * server's own comes first, by the system property that it sets; it is taken whether it can be written or not, as a right that
 * is missing today must not lead to another place than that where orders wait. Else it is the user's directory for states, or
 * the working directory, if they can be written. What is temporary is passed over. Immutable.
 */
final class BaseDirectory {
    /** As messages and the README have it. */
    static final String WHERE = "the server's own directory, else the user's for states, else the working directory";

    private static final List<String> SERVERS = List.of(
            "catalina.base", // Tomcat
            "jetty.base",
            "jboss.server.data.dir", // WildFly
            "server.output.dir", // Open Liberty
            "com.sun.aas.instanceRoot"); // Payara, GlassFish

    /** Made anew at each start: Spring Boot's for Tomcat, Payara Micro's, that of embedded GlassFish. */
    private static final Pattern MADE_ANEW =
            Pattern.compile("tomcat\\.\\d+\\.\\d+|payaramicro-rt\\d*tmp|gfembed\\d+tmp");

    private final Optional<Path> given;
    private final UnaryOperator<String> systemProperty;
    private final UnaryOperator<String> environment;

    /** Each gives null for what there is not. */
    BaseDirectory(UnaryOperator<String> systemProperty, UnaryOperator<String> environment) {
        this(Optional.empty(), systemProperty, environment);
    }

    private BaseDirectory(
            Optional<Path> given, UnaryOperator<String> systemProperty, UnaryOperator<String> environment) {
        this.given = given;
        this.systemProperty = systemProperty;
        this.environment = environment;
    }

    /** Where a framework wants it. */
    static BaseDirectory at(Path directory) {
        return new BaseDirectory(Optional.of(directory), System::getProperty, System::getenv);
    }

    static BaseDirectory ofProcess() {
        return new BaseDirectory(System::getProperty, System::getenv);
    }

    /** An absolute path; empty if no place is known that outlasts the process and can be written. */
    Optional<Path> find() {
        return given.or(() -> Stream.concat(servers(), users().filter(BaseDirectory::canBeWritten))
                .filter(path -> !isTemporary(path))
                .findFirst());
    }

    /** Where a relative path begins: there, and if there is no such place, in the working directory. */
    Path forRelativePaths() {
        return find().orElseGet(() -> Path.of("").toAbsolutePath());
    }

    private Stream<Path> servers() {
        return SERVERS.stream().flatMap(name -> path(systemProperty, name).map(Path::toAbsolutePath).stream());
    }

    /** By the XDG Base Directory Specification. A user that the machine does not know has the home {@code ?}. */
    private Stream<Path> users() {
        return Stream.<Supplier<Optional<Path>>>of(
                        () -> path(environment, "XDG_STATE_HOME"),
                        () -> path(systemProperty, "user.home").map(home -> home.resolve(".local/state")),
                        () -> path(systemProperty, "user.dir"))
                .flatMap(candidate -> candidate.get().stream())
                .filter(Path::isAbsolute);
    }

    private boolean isTemporary(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                        .anyMatch(name -> MADE_ANEW.matcher(name.toString()).matches())
                || path(systemProperty, "java.io.tmpdir")
                        .filter(temporary -> temporary.getNameCount() > 0)
                        .filter(temporary ->
                                path.startsWith(temporary) || real(path).startsWith(real(temporary)))
                        .isPresent();
    }

    /** Whether it, or what is to be made on the way to it, can be made. */
    private static boolean canBeWritten(Path path) {
        Path there = path;
        while (there.getParent() != null && Files.notExists(there)) {
            there = there.getParent();
        }
        return Files.isDirectory(there) && Files.isWritable(there);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException | SecurityException e) {
            return path;
        }
    }

    private static Optional<Path> path(UnaryOperator<String> source, String name) {
        try {
            return Optional.ofNullable(source.apply(name))
                    .filter(value -> !value.isBlank())
                    .map(Path::of);
        } catch (SecurityException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
