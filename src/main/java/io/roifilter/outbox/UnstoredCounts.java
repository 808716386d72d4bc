package io.roifilter.outbox;

import io.roifilter.text.LogGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * How many orders are in which file of those that no store could take, by what was last seen: whoever asks waits for no disk.
 * Thread-safe.
 */
final class UnstoredCounts {
    private final OutboxDirectory directory;
    private final Predicate<Destination> isOurs;
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();
    private volatile List<Path> aside = List.of();

    private record Seen(long bytes, long orders, Optional<Destination> destination) {}

    /** @param isOurs for whom the orders are that are counted */
    UnstoredCounts(OutboxDirectory directory, Predicate<Destination> isOurs) {
        this.directory = directory;
        this.isOurs = isOurs;
    }

    /** Looks at the files that are not as they were. */
    void look() {
        List<Path> files = directory.unstored();
        seen.keySet().retainAll(files);
        files.forEach(this::look);
        aside = directory.unstoredAside();
    }

    /** Lines were added to a file, by whoever holds it. */
    void added(Path file, UnstoredFile.Added added, int orders, Destination destination) {
        Seen before = seen.get(file);
        if (added.before() == 0 || before != null && before.bytes() == added.before()) {
            long already = added.before() == 0 ? 0 : before.orders();
            seen.put(file, new Seen(added.after(), already + orders, Optional.of(destination)));
        } else {
            look(file);
        }
    }

    /** How many orders were seen in a file. */
    long in(Path file) {
        Seen now = seen.get(file);
        return now == null ? 0 : now.orders();
    }

    /** What was seen. */
    UnstoredOrders orders() {
        long orders = 0;
        List<String> files = new ArrayList<>();
        for (Map.Entry<Path, Seen> file : seen.entrySet()) {
            if (file.getValue().orders() > 0
                    && file.getValue().destination().map(isOurs::test).orElse(true)) {
                orders += file.getValue().orders();
                files.add(file.getKey().toString());
            }
        }
        return new UnstoredOrders(
                orders,
                files.stream().sorted().toList(),
                aside.stream().map(Path::toString).toList());
    }

    private void look(Path file) {
        try {
            long bytes = Files.size(file);
            Seen before = seen.get(file);
            if (before == null || before.bytes() != bytes) {
                seen.put(file, count(file, bytes));
            }
        } catch (IOException e) {
            seen.remove(file); // it has gone, or whoever reads it says what is the matter with it
        }
    }

    private static Seen count(Path file, long bytes) throws IOException {
        long orders = 0;
        try (UnstoredReader reader = new UnstoredReader(file)) {
            for (Optional<String> line = reader.next(); line.isPresent(); line = reader.next()) {
                orders += line.get().contains(LogGuard.UNSTORED) ? 1 : 0;
            }
            return new Seen(bytes, orders, reader.destination());
        }
    }
}
