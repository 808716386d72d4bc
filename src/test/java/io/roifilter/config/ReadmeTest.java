package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.config.Setting.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings that users read is what the code does. */
class ReadmeTest {
    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- /settings -->";

    @Test
    void theTableOfSettingsIsTheCodes() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertTrue(begin >= 0 && end > begin, "README.md has no part between " + BEGIN + "and " + END);
        String expected = tables();
        assertEquals(
                expected,
                readme.substring(begin + BEGIN.length(), end),
                () -> "Between its markers, README.md must have:\n" + expected);
    }

    @Test
    void noCellEndsItsRow() {
        for (Setting<?> setting : Settings.all()) {
            String row = row(setting);
            assertEquals(6, row.chars().filter(c -> c == '|').count(), row);
            assertEquals(1, row.lines().count(), row);
        }
    }

    private static String tables() {
        return Arrays.stream(Need.values()).map(ReadmeTest::table).collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String table(Need need) {
        String title = need.name().charAt(0) + need.name().substring(1).toLowerCase(Locale.ROOT);
        return Settings.all().stream()
                .filter(setting -> setting.need() == need)
                .map(ReadmeTest::row)
                .collect(Collectors.joining(
                        "",
                        "### " + title + "\n\n| name | default | meaning | allowed | of |\n|---|---|---|---|---|\n",
                        ""));
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.name() + "` | " + setting.defaultValue().markdown() + " | " + setting.meaning() + " | "
                + setting.allowed() + " | " + home(setting) + " |\n";
    }

    private static String home(Setting<?> setting) {
        List<Component> deployed = setting.takenBy().stream()
                .filter(Component::hasContextParameters)
                .toList();
        if (deployed.size() == 1) {
            return "`" + deployed.get(0).className() + "`";
        }
        return setting.isTakenBy(Component.INITIALIZER) ? "all" : "both filters";
    }
}
