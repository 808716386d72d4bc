package io.roifilter.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows after the mark {@code <!-- install: FILE -->} is the file that the container suite uses. */
class ReadmeInstallTest {
    private static final Pattern SHOWN =
            Pattern.compile("<!-- install: (\\S+) -->\\n+```[a-z]*\\n(.*?)```\\n", Pattern.DOTALL);

    @Test
    void showsTheFilesThatTheTestsUse() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Matcher matcher = SHOWN.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            shown.put(matcher.group(1), matcher.group(2));
        }
        assertEquals(files(), shown);
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(Snippet.DIRECTORY)) {
            for (Path path : paths.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }
}
