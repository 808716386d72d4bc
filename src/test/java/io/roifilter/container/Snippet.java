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
    Snippet with(Object shown, Object actual) {
        if (!text.contains(shown.toString())) {
            throw new IllegalArgumentException("no " + shown + " in " + text);
        }
        return new Snippet(text.replace(shown.toString(), actual.toString()));
    }

    /** This and another, one after the other. */
    Snippet and(Snippet other) {
        return new Snippet(text + other.text);
    }

    /** For {@code web.xml}. */
    static Snippet contextParam(String name, Object value) {
        return new Snippet("<context-param><param-name>" + name + "</param-name><param-value>" + value
                + "</param-value></context-param>\n");
    }

    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
