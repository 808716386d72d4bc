package io.roifilter.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the README shows, with what a person would replace in it. */
record Snippet(String text) {
    static final Path DIRECTORY = Path.of("src/test/containers/install");

    static Snippet of(String file) throws IOException {
        return new Snippet(Files.readString(DIRECTORY.resolve(file)));
    }

    /** Fails if there is nothing to replace: then the README would tell something else than the test does. */
    Snippet with(String shown, Object actual) {
        if (!text.contains(shown)) {
            throw new IllegalArgumentException("no " + shown + " in " + text);
        }
        return new Snippet(text.replace(shown, actual.toString()));
    }

    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
