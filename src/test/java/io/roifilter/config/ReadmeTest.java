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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of settings that users read is what the code does. */
class ReadmeTest {
    /** Those of the shop's side. */
    private static final Set<Component> DEPLOYED =
            Set.of(Component.CAPTURE_FILTER, Component.INSERT_FILTER, Component.INITIALIZER, Component.STATUS_SERVLET);

    @Test
    void theTableOfSettingsIsTheCodes() throws IOException {
        assertBetween("settings", tables());
    }

    @Test
    void theTableOfTheReceiversSettingsIsTheCodes() throws IOException {
        assertBetween("receiver settings", receiver());
    }

    @Test
    void noCellEndsItsRow() {
        for (Setting<?> setting : Settings.all()) {
            String row = row(setting);
            assertEquals(6, row.chars().filter(c -> c == '|').count(), row);
            assertEquals(1, row.lines().count(), row);
        }
    }

    private static void assertBetween(String name, String expected) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String opening = "<!-- " + name + " -->\n";
        int begin = readme.indexOf(opening);
        int end = readme.indexOf("<!-- /" + name + " -->");
        assertTrue(begin >= 0 && end > begin, "README.md has no part between the markers of " + name);
        assertEquals(
                expected,
                readme.substring(begin + opening.length(), end),
                () -> "Between its markers, README.md must have:\n" + expected);
    }

    private static String receiver() {
        return Settings.all().stream()
                .filter(setting -> setting.isTakenBy(Component.RECEIVER))
                .map(setting -> cells(setting) + "\n")
                .collect(Collectors.joining("", "\n| name | default | meaning | allowed |\n|---|---|---|---|\n", "\n"));
    }

    private static String tables() {
        return Arrays.stream(Need.values()).map(ReadmeTest::table).collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String table(Need need) {
        String title = need.name().charAt(0) + need.name().substring(1).toLowerCase(Locale.ROOT);
        return Settings.all().stream()
                .filter(setting -> setting.need() == need)
                .filter(setting -> setting.takenBy().stream().anyMatch(DEPLOYED::contains))
                .map(ReadmeTest::row)
                .collect(Collectors.joining(
                        "",
                        "### " + title + "\n\n| name | default | meaning | allowed | of |\n|---|---|---|---|---|\n",
                        ""));
    }

    private static String row(Setting<?> setting) {
        return cells(setting) + " " + home(setting) + " |\n";
    }

    private static String cells(Setting<?> setting) {
        return "| `" + setting.name() + "` | " + setting.defaultValue().markdown() + " | " + setting.meaning() + " | "
                + setting.allowed() + " |";
    }

    private static String home(Setting<?> setting) {
        List<Component> deployed =
                setting.takenBy().stream().filter(DEPLOYED::contains).toList();
        if (deployed.size() == 1) {
            return "`" + deployed.get(0).className() + "`";
        }
        return setting.isTakenBy(Component.INITIALIZER) ? "all" : "both filters";
    }
}
