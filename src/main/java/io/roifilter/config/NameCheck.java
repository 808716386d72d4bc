package io.roifilter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks that the names in parameters are settings. Their values are never shown: a misspelled name may be a secret's.
 * System properties and environment variables are the whole process's, so unknown ones are none of our business.
 */
final class NameCheck {
    private static final String PREFIX = Setting.propertyName("");

    private NameCheck() {}

    /** Every name that no setting has, or whose setting does not belong where it was given. */
    static List<Problem> check(Component component, Sources sources) {
        List<Problem> problems = new ArrayList<>();
        Place init = Place.initParameters(component, sources);
        for (String name : new TreeSet<>(sources.initParameters().keySet())) {
            checkInitParameter(component, name, init.describe(name)).ifPresent(problems::add);
        }
        for (String key : new TreeSet<>(sources.contextParameters().keySet())) {
            if (component.checksContextNames()
                    && isMeant(key)
                    && !(key.startsWith(PREFIX)
                            && Settings.named(withoutPrefix(key)).isPresent())) {
                problems.add(unknown(key, PREFIX, sources.framework().describe(key)));
            }
        }
        return problems;
    }

    /** Whether a context-param is meant for us, be it in other letters, or called as in the environment. */
    private static boolean isMeant(String key) {
        return key.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                || Settings.names().map(Setting::environmentName).anyMatch(key::equals);
    }

    private static Optional<Problem> checkInitParameter(Component component, String name, String source) {
        Optional<Setting<?>> setting = Settings.named(name);
        if (setting.isEmpty()) {
            return Optional.of(unknown(name, "", source));
        }
        return setting.filter(known -> !known.isTakenBy(component))
                .map(known -> new Problem(
                        name, "", "belongs " + homes(known, component) + Setting.propertyName(name), source));
    }

    /** @param prefix what names have before them where this one was given */
    private static Problem unknown(String given, String prefix, String source) {
        String hint = nearest(given)
                .map(nearest -> "; did you mean " + prefix + nearest + "?")
                .orElse("");
        return new Problem(given, "", "there is no such setting" + hint, source);
    }

    private static Optional<String> nearest(String given) {
        return Settings.names()
                .filter(name -> Setting.environmentName(name).equals(given))
                .findFirst()
                .or(() -> NearestName.of(withoutPrefix(given), Settings.names()));
    }

    private static String withoutPrefix(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) ? name.substring(PREFIX.length()) : name;
    }

    /** Those of the same kind, if there are any: who declares a filter has little use for the name of a servlet. */
    private static String homes(Setting<?> setting, Component component) {
        String same = homes(setting, component::isDeclaredAs);
        String homes = same.isEmpty() ? homes(setting, Component::hasInitParameters) : same;
        return homes.isEmpty()
                ? "to the whole application: give it as context-param "
                : "to " + homes + ": give it there or as context-param ";
    }

    private static String homes(Setting<?> setting, Predicate<Component> kind) {
        return setting.takenBy().stream()
                .filter(kind)
                .map(Component::className)
                .sorted()
                .collect(Collectors.joining(" and "));
    }
}
