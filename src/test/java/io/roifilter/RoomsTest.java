package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of rooms is what the class files say. */
class RoomsTest {
    private static final String ROOT = "io.roifilter";
    private static final Path CLASSES = Path.of("target", "classes");

    /** Those with names that users type. */
    private static final Set<String> PROMISING = Set.of(ROOT, ".admin", ".receiver", ".receiver.received", ".spring");

    /** Classes that know each other, and why they may. */
    private static final Set<Set<String>> CIRCLES = Set.of(
            Set.of(".api.MethodCall", ".api.RoiInsert"), // sealed
            // A factory of its own implementations
            Set.of(".jdbc.ConnectionSource", ".jdbc.JndiConnections", ".jdbc.UrlConnections"));

    private static final Pattern ARROW =
            Pattern.compile("(?m)^\\s+(io\\.roifilter\\.[\\w.$]+)\\s+->\\s+(io\\.roifilter\\.[\\w.$]+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\|[^|]*\\|([^|]*)\\|[^|]*\\|$");
    private static final Pattern NAME = Pattern.compile("`(\\.[\\w.]+|io\\.roifilter)`");

    @Test
    void aRoomUsesWhatTheTableSays() throws IOException {
        Map<String, Set<String>> used = arrows(RoomsTest::room);
        try (var packages = Files.walk(CLASSES)) {
            packages.filter(file -> file.endsWith("package-info.class"))
                    .forEach(file -> used.putIfAbsent(roomOf(file), new TreeSet<>()));
        }
        assertEquals(table(), used);
    }

    @Test
    void noRoomIsInACircle() {
        assertEquals(Set.of(), circles(arrows(RoomsTest::room)));
    }

    @Test
    void noClassIsInACircleButThoseNamedHere() {
        assertEquals(CIRCLES, circles(arrows(RoomsTest::topLevelClass)));
    }

    @Test
    void aRoomWithoutNamesThatUsersTypePromisesNothing() throws IOException {
        Path sources = Path.of("src", "main", "java", "io", "roifilter");
        List<String> silent = new ArrayList<>();
        for (String room : table().keySet()) {
            Path info = sources.resolve(
                            room.equals(ROOT) ? "" : room.substring(1).replace('.', '/'))
                    .resolve("package-info.java");
            String text = Files.readString(info).replaceAll("\\s+\\*?\\s*", " ");
            if (text.contains("Promises nothing to users of the jar.") == PROMISING.contains(room)) {
                silent.add(room);
            }
        }
        assertEquals(List.of(), silent);
    }

    private static Map<String, Set<String>> table() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("<!-- rooms -->");
        int end = readme.indexOf("<!-- /rooms -->");
        assertTrue(begin >= 0 && end > begin, "README.md has no table of rooms between its markers");
        Map<String, Set<String>> table = new TreeMap<>();
        Matcher row = ROW.matcher(readme.substring(begin, end));
        while (row.find()) {
            Set<String> uses = new TreeSet<>();
            NAME.matcher(row.group(2)).results().forEach(name -> uses.add(name.group(1)));
            table.put(row.group(1), uses);
        }
        return table;
    }

    /** What uses what, by the class files. */
    private static Map<String, Set<String>> arrows(UnaryOperator<String> nodeOfClass) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int result = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(writer, writer, "-verbose:class", "-filter:none", CLASSES.toString());
        assertEquals(0, result, output::toString);
        Map<String, Set<String>> arrows = new TreeMap<>();
        Matcher arrow = ARROW.matcher(output.toString());
        while (arrow.find()) {
            String from = nodeOfClass.apply(arrow.group(1));
            String to = nodeOfClass.apply(arrow.group(2));
            Set<String> targets = arrows.computeIfAbsent(from, node -> new TreeSet<>());
            if (!from.equals(to)) {
                targets.add(to);
            }
        }
        assertTrue(arrows.size() > 1, output::toString);
        return arrows;
    }

    /** All that can be reached from each other, together. */
    private static Set<Set<String>> circles(Map<String, Set<String>> arrows) {
        Map<String, Set<String>> reached = new TreeMap<>();
        arrows.keySet().forEach(node -> reached.put(node, reachedFrom(node, arrows)));
        return arrows.keySet().stream()
                .filter(node -> reached.get(node).contains(node))
                .map(node -> reached.get(node).stream()
                        .filter(other -> reached.getOrDefault(other, Set.of()).contains(node))
                        .collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    private static Set<String> reachedFrom(String node, Map<String, Set<String>> arrows) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(arrows.get(node));
        while (!next.isEmpty()) {
            String at = next.pop();
            if (reached.add(at)) {
                next.addAll(arrows.getOrDefault(at, Set.of()));
            }
        }
        return reached;
    }

    private static String topLevelClass(String className) {
        return className.substring(ROOT.length()).replaceFirst("\\$.*", "");
    }

    private static String room(String className) {
        String room = className.substring(0, className.lastIndexOf('.')).substring(ROOT.length());
        return room.isEmpty() ? ROOT : room;
    }

    private static String roomOf(Path packageInfo) {
        return room(CLASSES.relativize(packageInfo)
                .toString()
                .replace(java.io.File.separatorChar, '.')
                .replaceFirst("\\.class$", ""));
    }
}
