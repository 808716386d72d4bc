package io.roifilter.endpoint;

import io.roifilter.api.Credentials;
import jakarta.servlet.ServletConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The servlet's init-params, checked. Its text form never shows the secrets.
 *
 * @param credentials what callers must have
 * @param roiSecret the key of the roi_data hash
 * @param dbSpec the schema name given in answers
 * @param directory where what was received is kept
 */
record EndpointSettings(Credentials credentials, String roiSecret, String dbSpec, Path directory) {
    private static final List<String> NAMES = List.of(
            "apiKey",
            "apiKeyFile",
            "sharedSecret",
            "sharedSecretFile",
            "roiSecret",
            "roiSecretFile",
            "dbSpec",
            "directory");
    private static final Pattern DB_SPEC = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MAX_SECRET_FILE_BYTES = 4096;

    @Override
    public String toString() {
        return "dbSpec=" + dbSpec + ", directory=" + directory;
    }

    /**
     * Reads the init-params.
     *
     * @param systemProperties by name, null where there is none
     * @throws IllegalArgumentException if any is wrong; the message has a line for each that is
     */
    static EndpointSettings of(ServletConfig config, UnaryOperator<String> systemProperties) {
        return new Parser(config, systemProperties).settings();
    }

    private static final class Parser {
        private final ServletConfig config;
        private final Path base;
        private final List<String> problems = new ArrayList<>();

        Parser(ServletConfig config, UnaryOperator<String> systemProperties) {
            this.config = config;
            base = base(systemProperties);
        }

        EndpointSettings settings() {
            unknownNames();
            String apiKey = secret("apiKey");
            String sharedSecret = secret("sharedSecret");
            String roiSecret = secret("roiSecret");
            String dbSpec = dbSpec();
            Path directory = path("directory", "roi-endpoint/" + contextName());
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
            }
            return new EndpointSettings(new Credentials(apiKey, sharedSecret), roiSecret, dbSpec, directory);
        }

        private void unknownNames() {
            for (String name : new TreeSet<>(Collections.list(config.getInitParameterNames()))) {
                if (!NAMES.contains(name)) {
                    String advice = NAMES.stream()
                            .filter(name::equalsIgnoreCase)
                            .map(known -> "did you mean " + known + "?")
                            .findFirst()
                            .orElse("known are " + String.join(", ", NAMES));
                    problem(name, "is unknown: " + advice);
                }
            }
        }

        /** A secret as given or from its file; in a problem's words only where it was looked for. */
        private String secret(String name) {
            Optional<String> value = value(name);
            Optional<String> file = value(name + "File");
            if (value.isPresent() && file.isPresent()) {
                problem(name, "and " + name + "File are both given: give one of them");
            } else if (file.isPresent()) {
                return content(name + "File");
            } else if (value.isEmpty()) {
                problem(name, "is required, or " + name + "File, the path of a file with its value");
            }
            return value.orElse("");
        }

        private String content(String name) {
            Path file = path(name, "");
            try {
                if (Files.size(file) > MAX_SECRET_FILE_BYTES) {
                    problem(name, "names " + file + ", which is larger than " + MAX_SECRET_FILE_BYTES + " bytes");
                    return "";
                }
                String content = Files.readString(file).strip();
                if (content.isEmpty()) {
                    problem(name, "names " + file + ", which is empty");
                }
                return content;
            } catch (IOException e) {
                problem(
                        name,
                        "names " + file + ", which cannot be read: "
                                + e.getClass().getSimpleName());
                return "";
            }
        }

        private String dbSpec() {
            String dbSpec = value("dbSpec").orElse("farm");
            if (!DB_SPEC.matcher(dbSpec).matches()) {
                problem(
                        "dbSpec",
                        "is \"" + dbSpec + "\", but must be 1 to 64 letters, digits, dots, hyphens, underscores");
            }
            return dbSpec;
        }

        private Path path(String name, String defaultValue) {
            String path = value(name).orElse(defaultValue);
            try {
                return base.resolve(path);
            } catch (InvalidPathException e) {
                problem(name, "is \"" + path + "\", which is no path: " + e.getReason());
                return base;
            }
        }

        /** Blank is as good as absent. */
        private Optional<String> value(String name) {
            return Optional.ofNullable(config.getInitParameter(name))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty());
        }

        private void problem(String name, String text) {
            problems.add("init-param " + name + " " + text);
        }

        /** As Tomcat names the files of a context: {@code /shop/eu} is {@code shop#eu}, the root is {@code ROOT}. */
        private String contextName() {
            String path = config.getServletContext().getContextPath();
            return path.isEmpty() ? "ROOT" : path.substring(1).replace('/', '#');
        }

        /** Never the container's temporary directory, which is wiped. */
        private static Path base(UnaryOperator<String> systemProperties) {
            for (String property : List.of("catalina.base", "jetty.base")) {
                String value = systemProperties.apply(property);
                if (value != null && !value.isBlank()) {
                    return Path.of(value);
                }
            }
            return Path.of(systemProperties.apply("user.home"));
        }
    }
}
