package io.roifilter.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recipe of the README, as an operator copies it. */
public final class ReadmeRecipe {
    private static final Pattern FILTER = Pattern.compile("<filter>.*?</filter>", Pattern.DOTALL);
    private static final Pattern PARAM =
            Pattern.compile("<param-name>(.*?)</param-name>\\s*<param-value>(.*?)</param-value>", Pattern.DOTALL);

    private ReadmeRecipe() {}

    /** Its settings, by name. */
    public static Map<String, String> settings(String name) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        block(name).lines().forEach(line -> {
            String[] parts = line.split(" *= ", 2);
            settings.put(parts[0], parts[1]);
        });
        return settings;
    }

    /** The init-params of one of its filters. */
    public static Map<String, String> filter(String name, String filterName) throws IOException {
        Map<String, String> params = new LinkedHashMap<>();
        Matcher filters = FILTER.matcher(block(name));
        while (filters.find()) {
            if (filters.group().contains("<filter-name>" + filterName + "</filter-name>")) {
                PARAM.matcher(filters.group()).results().forEach(param -> params.put(param.group(1), param.group(2)));
            }
        }
        return params;
    }

    /** On what it maps a filter. */
    public static String pattern(String name, String filterName) throws IOException {
        Matcher mapping = Pattern.compile(
                        "<filter-mapping><filter-name>" + filterName + "</filter-name><url-pattern>(.*?)</url-pattern>")
                .matcher(block(name));
        if (!mapping.find()) {
            throw new AssertionError("no mapping of " + filterName);
        }
        return mapping.group(1);
    }

    /** As it stands there. */
    public static String block(String name) throws IOException {
        Matcher block = Pattern.compile(
                        "<!-- recipe: " + Pattern.quote(name) + " -->\n```[a-z]*\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        if (!block.find()) {
            throw new AssertionError("the README has no recipe " + name);
        }
        return block.group(1);
    }
}
