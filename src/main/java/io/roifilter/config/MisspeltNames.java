package io.roifilter.config;

import io.roifilter.text.LogGuard;
import jakarta.servlet.ServletContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds system properties and environment variables that seem to be meant for us and are not called right. They belong to
 * the whole process, and other software may have names like ours: so only a name that is a slip away from one of ours, which
 * is itself not given there, is worth a word, and nothing is ever refused for it. Values are not looked at.
 */
public final class MisspeltNames {
    private static final String TOLD = MisspeltNames.class.getName();
    private static final int MOST = 10;

    /** Names with as many letters, {@code roi} included, may have two of them wrong; shorter ones, one. */
    private static final int LONG = 9;

    private MisspeltNames() {}

    /** For the log, a text for each name; none if another part of the application has asked before. */
    public static List<String> ofProcess(ServletContext context) {
        if (context.getAttribute(TOLD) != null) {
            return List.of();
        }
        try {
            context.setAttribute(TOLD, true);
            return Stream.concat(
                            ofProperties(System.getProperties().stringPropertyNames(), System::getProperty),
                            ofEnvironment(System.getenv().keySet(), System::getenv))
                    .limit(MOST)
                    .toList();
        } catch (RuntimeException e) {
            return List.of(); // nobody may look there, or a listener of the application's has thrown it
        }
    }

    static Stream<String> ofProperties(Set<String> names, UnaryOperator<String> values) {
        return texts("system property ", names, values, Setting::propertyName);
    }

    static Stream<String> ofEnvironment(Set<String> names, UnaryOperator<String> values) {
        return texts("environment variable ", names, values, Setting::environmentName);
    }

    /** @param values asked, as Windows finds variables whatever the case of their letters */
    private static Stream<String> texts(
            String place, Set<String> names, UnaryOperator<String> values, UnaryOperator<String> key) {
        return names.stream()
                .sorted()
                .flatMap(name -> meant(name)
                        .map(key)
                        .filter(right -> values.apply(right) == null)
                        .map(right -> LogGuard.oneLine(place + name + " is no setting; did you mean " + right + "?"))
                        .stream());
    }

    /** The setting whose name is a slip away, whatever is between its words and how it is capitalised. */
    private static Optional<String> meant(String given) {
        String letters = letters(given);
        if (!letters.startsWith("r")) {
            return Optional.empty(); // as nearly all: a process has a hundred names, of which each start looks at all
        }
        return Settings.names()
                .filter(name -> isClose(letters, ownLetters(name)))
                .min(Comparator.comparingInt(name -> NearestName.distance(letters, ownLetters(name))));
    }

    private static boolean isClose(String given, String own) {
        int most = own.length() < LONG ? 1 : 2;
        return Math.abs(given.length() - own.length()) <= most && NearestName.distance(given, own) <= most;
    }

    private static String ownLetters(String name) {
        return letters(Setting.propertyName(name));
    }

    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
