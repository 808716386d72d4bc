package io.roifilter.replay;

import io.roifilter.api.PayloadJson;
import io.roifilter.outbox.LineSeal;
import io.roifilter.outbox.UnstoredLine;
import io.roifilter.text.LogGuard;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads logs and hands on each order once that is to be sent. Not thread-safe. */
final class LogReader {
    /** Takes the orders. */
    interface OrderSink {
        void add(LoggedCall found) throws InterruptedException;
    }

    private final PayloadJson json;
    private final List<LineSeal> seals;
    private final Report report;
    private final OrderSink sink;
    private final Progress progress;
    private final boolean sendUnproven;
    private final Set<String> keys = new HashSet<>();

    /** By their keys: what was refused when it was first seen may have been read well later. */
    private final Map<String, Refused> refused = new LinkedHashMap<>();

    private record Refused(LoggedCall found, String reason) {}

    /**
     * @param seals one of which an order's line must bear, else it may be anybody's
     * @param sendUnproven whether to hand on also orders whose line bears none
     */
    LogReader(
            PayloadJson json,
            List<LineSeal> seals,
            Report report,
            OrderSink sink,
            Progress progress,
            boolean sendUnproven) {
        this.json = json;
        this.seals = List.copyOf(seals);
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
                for (UnstoredLine.Found at : UnstoredLine.in(line.get(), json, seals)) {
                    take(at, name + ":" + log.lines());
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

    private void take(UnstoredLine.Found at, String place) throws InterruptedException {
        if (at instanceof UnstoredLine.Found.Whole whole) {
            take(whole, new LoggedCall(whole.call(), place));
        } else if (at instanceof UnstoredLine.Found.Broken broken) {
            report.unreadable(place, broken.reason());
        }
    }

    private void take(UnstoredLine.Found.Whole logged, LoggedCall found) throws InterruptedException {
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
