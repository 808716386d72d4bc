package io.roifilter.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where files of an executable jar are kept. Spring Boot's servers have a directory too, but a temporary one, of another name
 * at each start.
 */
final class StateDirectory {
    private final UnaryOperator<String> property;
    private final UnaryOperator<String> environment;

    /**
     * @param property gives a system property, or null
     * @param environment gives an environment variable, or null
     */
    StateDirectory(UnaryOperator<String> property, UnaryOperator<String> environment) {
        this.property = property;
        this.environment = environment;
    }

    static Path ofProcess() {
        return new StateDirectory(System::getProperty, System::getenv).find();
    }

    /**
     * The working directory, if it is a place of the shop's own that can be written; else that for the user's state, by the XDG
     * Base Directory Specification; if there is none either, the working directory all the same, which a message then names.
     */
    Path find() {
        Path working =
                path(property.apply("user.dir")).orElseGet(() -> Path.of("").toAbsolutePath());
        return isOwn(working) ? working : ofUser().orElse(working);
    }

    private boolean isOwn(Path directory) {
        return directory.getParent() != null && !isTemporary(directory) && Files.isWritable(directory);
    }

    private Optional<Path> ofUser() {
        return path(environment.apply("XDG_STATE_HOME"))
                .or(() -> path(property.apply("user.home")).map(home -> home.resolve(".local/state")))
                .filter(directory -> !isTemporary(directory))
                .map(directory -> directory.resolve("roi-filter"))
                .filter(StateDirectory::canBeMade);
    }

    private boolean isTemporary(Path directory) {
        return path(property.apply("java.io.tmpdir")).filter(directory::equals).isPresent();
    }

    private static boolean canBeMade(Path directory) {
        try {
            return Files.isWritable(Files.createDirectories(directory));
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** An absolute one: of a user without a home, Java says {@code ?}. */
    private static Optional<Path> path(String text) {
        try {
            return Optional.ofNullable(text)
                    .filter(given -> !given.isBlank())
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .map(Path::normalize);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
