package io.roifilter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is removed with all that is in it. It is below {@code target}: the system's own place for temporary
 * files is often in memory, where nothing is ever waited for.
 */
final class TemporaryDirectory implements AutoCloseable {
    private final Path path;

    TemporaryDirectory() throws IOException {
        Path parent = Files.createDirectories(Path.of("target").toAbsolutePath());
        path = Files.createTempDirectory(parent, "bench-");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        for (Path file : deepestFirst()) {
            Files.delete(file);
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
