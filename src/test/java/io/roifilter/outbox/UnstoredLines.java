package io.roifilter.outbox;

import io.roifilter.api.RoiInsert;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lines of a log with orders that the store could not take, as the outbox writes them. */
public final class UnstoredLines {
    static final Instant ACCEPTED = Instant.parse("2026-11-22T10:15:30.123456Z");

    private UnstoredLines() {}

    /** Those that are in files of their own in a directory. */
    public static List<String> in(Path directory) {
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "unstored-*.log{,.aside-*}")) {
            for (Path file : files) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains(Outbox.UNSTORED))
                        .forEach(lines::add);
            }
            return lines;
        } catch (IOException | DirectoryIteratorException e) {
            return lines; // the disk may be gone: then there are none
        }
    }

    /** @param refusal null if the order is to be sent */
    public static String of(RoiInsert order, String refusal, LineSeal seal, String why) {
        Pending pending = new Pending(order, refusal, ACCEPTED);
        Row row = pending.row();
        return UnstoredLine.of(row.payload(), row.duplicateKey(), refusal, pending.acceptedAt(), seal, why);
    }
}
