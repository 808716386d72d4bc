package io.roifilter.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the text of a setting: the closest place that has one decides. */
final class Lookup {
    /** What was found. */
    sealed interface Result {}

    /**
     * A text, which may be wrong still.
     *
     * @param source where it was given
     * @param file in which it was, if it was in one
     */
    record Found(String text, String source, Optional<Path> file) implements Result {
        Found(String text, String source) {
            this(text, source, Optional.empty());
        }
    }

    /** Nothing. */
    record NotGiven() implements Result {}

    /** Something that gives no text. */
    record Refused(Problem problem) implements Result {}

    private final List<Place> places;
    private final Path base;

    /** @param base where relative paths begin */
    Lookup(List<Place> places, Path base) {
        this.places = List.copyOf(places);
        this.base = base;
    }

    Result find(Setting<?> setting) {
        for (Place place : places) {
            Optional<String> text = place.find(setting.name());
            Optional<String> path = setting.fileName().flatMap(place::find);
            if (text.isPresent() && path.isPresent()) {
                return refuseBoth(setting, place);
            }
            if (text.isPresent()) {
                return new Found(text.get(), place.describe(setting.name()));
            }
            if (path.isPresent()) {
                return readFile(setting.fileName().orElseThrow(), path.get(), place);
            }
        }
        return new NotGiven();
    }

    /** All places where a setting can be given, for the message that it is missing. */
    String places(Setting<?> setting) {
        return places.stream().map(place -> place.describe(setting.name())).collect(Collectors.joining(", "))
                + setting.fileName()
                        .map(name -> ", or as a file by " + name + " there")
                        .orElse("");
    }

    private static Result refuseBoth(Setting<?> setting, Place place) {
        String fileName = setting.fileName().orElseThrow();
        return new Refused(new Problem(
                setting.name(),
                Redaction.HIDDEN,
                "must not be given together with " + place.describe(fileName),
                place.describe(setting.name())));
    }

    private Result readFile(String name, String path, Place place) {
        try {
            return new Found(
                    SecretFile.read(base, path), place.describe(name), Optional.of(base.resolve(path.strip())));
        } catch (SecretFile.UnusableException e) {
            return new Refused(new Problem(name, SecretFile.show(base, path), e.getMessage(), place.describe(name)));
        }
    }
}
