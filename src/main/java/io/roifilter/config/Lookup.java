package io.roifilter.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the text of a setting: the closest level that has one decides. */
final class Lookup {
    /** What was found. */
    sealed interface Result {}

    /**
     * A text, which may be wrong still.
     *
     * @param source where it was given
     */
    record Found(String text, String source) implements Result {}

    /** Nothing. */
    record NotGiven() implements Result {}

    /** Something that gives no text. */
    record Refused(Problem problem) implements Result {}

    private final List<Level> levels;

    Lookup(List<Level> levels) {
        this.levels = List.copyOf(levels);
    }

    Result find(Setting<?> setting) {
        for (Level level : levels) {
            Optional<String> text = level.find(setting.name());
            Optional<String> path = setting.fileName().flatMap(level::find);
            if (text.isPresent() && path.isPresent()) {
                return refuseBoth(setting, level);
            }
            if (text.isPresent()) {
                return new Found(text.get(), level.describe(setting.name()));
            }
            if (path.isPresent()) {
                return readFile(setting.fileName().orElseThrow(), path.get(), level);
            }
        }
        return new NotGiven();
    }

    /** All places where a setting can be given, for the message that it is missing. */
    String places(Setting<?> setting) {
        String places =
                levels.stream().map(level -> level.describe(setting.name())).collect(Collectors.joining(", "));
        return places
                + setting.fileName()
                        .map(name -> ", or as a file by " + name + " there")
                        .orElse("");
    }

    private static Result refuseBoth(Setting<?> setting, Level level) {
        String fileName = setting.fileName().orElseThrow();
        return new Refused(new Problem(
                setting.name(),
                Redaction.HIDDEN,
                "must not be given together with " + level.describe(fileName),
                level.describe(setting.name())));
    }

    private static Result readFile(String name, String path, Level level) {
        try {
            return new Found(SecretFile.read(path), level.describe(name));
        } catch (SecretFile.UnusableException e) {
            return new Refused(new Problem(name, SecretFile.show(path), e.getMessage(), level.describe(name)));
        }
    }
}
