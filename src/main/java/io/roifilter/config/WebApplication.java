package io.roifilter.config;

import jakarta.servlet.ServletContext;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What an application is called and where its files are, for all parts of roi-filter alike. */
public final class WebApplication {
    private WebApplication() {}

    /** See {@link ContextName}. */
    public static String name(ServletContext context) {
        return ContextName.of(context.getContextPath());
    }

    /**
     * Where files of an application are kept; an absolute path.
     *
     * @param given as a setting says it, empty if none does
     * @param kind what the directory around all applications' is called if none is given
     */
    public static Path directory(Optional<Path> given, String kind, ServletContext context) {
        return FrameworkSettings.of(context)
                .base()
                .orElseGet(() -> base(System::getProperty))
                .resolve(given.orElseGet(() -> Path.of(kind, name(context))));
    }

    /**
     * Where the relative path of a setting begins, which must not depend on where the process was started: in the server's
     * own place, never the container's temporary directory, which is wiped.
     *
     * @param systemProperty by name, null where there is none
     */
    static Path base(UnaryOperator<String> systemProperty) {
        return Stream.of("catalina.base", "jetty.base", "user.home")
                .flatMap(name -> path(name, systemProperty).stream())
                .findFirst()
                .orElseGet(() -> Path.of(""))
                .toAbsolutePath();
    }

    private static Optional<Path> path(String name, UnaryOperator<String> systemProperty) {
        try {
            return Optional.ofNullable(systemProperty.apply(name))
                    .filter(value -> !value.isBlank())
                    .map(Path::of);
        } catch (SecurityException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
