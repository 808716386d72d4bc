package io.roifilter.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
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
    private final Set<String> keys = new HashSet<>();

    LogReader(LineParser parser, Report report, OrderSink sink, Progress progress) {
        this.parser = parser;
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

    private void take(LogEntry entry, String place) throws InterruptedException {
        if (entry instanceof LogEntry.Unreadable unreadable) {
            report.unreadable(place, unreadable.reason());
            return;
        }
        LogEntry.Order logged = (LogEntry.Order) entry;
        Found found = new Found(logged.order(), place);
        report.order();
        if (!keys.add(logged.key())) {
            report.repeated();
        } else if (logged.refusal().isPresent()) {
            report.refused(found, logged.refusal().get());
        } else {
            sink.add(found);
        }
    }

    private static String percent(long bytes, long size) {
        return size == 0 ? "" : " " + 100 * bytes / size + " %";
    }
}
