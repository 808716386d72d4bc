package io.roifilter.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that the README tells operators to run, as they are printed there. */
public final class ReadmeSql {
    private ReadmeSql() {}

    /** Those of the block below a comment {@code sql: what, database}. */
    public static List<String> of(String what, String database) throws IOException {
        Matcher block = Pattern.compile(
                        Pattern.quote("<!-- sql: " + what + ", " + database + " -->") + "\\n```sql\\n(.*?)```",
                        Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        if (!block.find()) {
            throw new AssertionError("the README has no block " + what + " for " + database);
        }
        return Arrays.stream(block.group(1).replaceAll("(?m)^--.*$", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
