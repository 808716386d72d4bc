package io.roifilter.replay;

import io.roifilter.text.LogGuard;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads logs and hands on each order once that is to be sent. Not thread-safe. */
final class LogReader {
    /** Takes the orders. */
    interface OrderSink {
        void add(Found found) throws InterruptedException;
    }

    private final LineParser parser;
    private final Report report;
    private final OrderSink sink;
    private final Progress progress;
    private final boolean sendUnproven;
    private final Set<String> keys = new HashSet<>();

    /** By their keys: what was refused when it was first seen may have been read well later. */
    private final Map<String, Refused> refused = new LinkedHashMap<>();

    private record Refused(Found found, String reason) {}

    /** @param sendUnproven whether to hand on also orders whose line bears no right check */
    LogReader(LineParser parser, Report report, OrderSink sink, Progress progress, boolean sendUnproven) {
        this.parser = parser;
        this.sendUnproven = sendUnproven;
        this.report = report;
        this.sink = sink;
        this.progress = progress;
    }

    /**
     * @param name of the file, for the operator
     * @param size in bytes; 0 if unknown
     */
    void read(String name, InputStream file, long size) throws IOException, InterruptedException {
        try (LogFile log = new LogFile(file)) {
            for (Optional<String> line = log.next(); line.isPresent(); line = log.next()) {
                report.line();
                for (LogEntry entry : parser.parse(line.get())) {
                    take(entry, name + ":" + log.lines());
                }
                progress.show(() -> name + percent(log.bytes(), size) + ": " + report.soFar());
            }
        }
    }

    /** To be called behind the last file: says which orders were refused, and never read well. */
    void finish() {
        refused.forEach((key, order) -> {
            if (keys.contains(key)) {
                report.repeated();
            } else {
                report.refused(order.found(), order.reason());
            }
        });
        refused.clear();
    }

    private void take(LogEntry entry, String place) throws InterruptedException {
        if (entry instanceof LogEntry.Unreadable unreadable) {
            report.unreadable(place, unreadable.reason());
            return;
        }
        LogEntry.Order logged = (LogEntry.Order) entry;
        Found found = new Found(logged.order(), place);
        report.order();
        if (!logged.isProven() && !sendUnproven) {
            report.unproven(found); // and no reason to pass over a proven one
        } else if (logged.refusal().isPresent()) {
            Refused order = new Refused(found, LogGuard.oneLine(logged.refusal().get()));
            if (refused.putIfAbsent(logged.key(), order) != null) {
                report.repeated();
            }
        } else if (keys.add(logged.key())) {
            sink.add(found);
        } else {
            report.repeated();
        }
    }

    private static String percent(long bytes, long size) {
        return size == 0 ? "" : " " + 100 * bytes / size + " %";
    }
}
