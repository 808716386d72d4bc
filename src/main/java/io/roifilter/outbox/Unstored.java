package io.roifilter.outbox;

import io.roifilter.text.ApplicationLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has orders that the store cannot take go to a file of their own, or if that cannot be written either to the log, whole, so that
 * they can be replayed. Thread-safe.
 */
final class Unstored {
    /** How long one order, whose page may wait for it, waits for the file. */
    private static final long ONE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long MANY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String name;
    private final ApplicationLog log;
    private final LineSeal seal;
    private final UnstoredWriter file;
    private final AtomicLong logged = new AtomicLong();
    private final AtomicLong filed = new AtomicLong();

    /** @param name the application's */
    Unstored(String name, ApplicationLog log, LineSeal seal, UnstoredWriter file) {
        this.name = name;
        this.log = log;
        this.seal = seal;
        this.file = file;
    }

    /** How many went to the log. */
    long logged() {
        return logged.get();
    }

    /** How many went to the file. */
    long filed() {
        return filed.get();
    }

    /**
     * Keeps an order with the key under which it may have reached the store, unless another thread has done so; then it is
     * settled.
     *
     * @return whether the file or the log has it; false if there is no memory for it
     */
    boolean keep(Pending pending, String why) {
        return keep(List.of(pending), why, ONE_NANOS);
    }

    /** The same for many. Those that are not kept are {@link Pending#isTakenForLog not taken}. */
    boolean keepAll(List<Pending> pending, String why) {
        return keep(pending, why, MANY_NANOS);
    }

    /** For rows that were in a store which is gone. */
    void keepRows(List<Row> rows, String why) {
        List<String> lines = rows.stream().map(row -> line(row, why)).toList();
        if (file.write(prefixed(lines), MANY_NANOS)) {
            filed.addAndGet(lines.size());
        } else {
            lines.forEach(this::log);
        }
    }

    private boolean keep(List<Pending> pending, String why, long nanos) {
        List<Pending> mine = new ArrayList<>(pending.size());
        List<String> lines = new ArrayList<>(pending.size());
        int kept = 0;
        try {
            for (int i = 0; i < pending.size(); i++) {
                if (pending.get(i).takeForLog()) {
                    mine.add(pending.get(i)); // for which there is room
                    lines.add(line(pending.get(i), why));
                } else {
                    pending.get(i).settle(false);
                }
            }
            kept = keep(lines, nanos);
        } finally {
            for (int i = 0; i < mine.size(); i++) {
                if (i < kept) {
                    mine.get(i).settle(false);
                } else {
                    mine.get(i).giveBackFromLog();
                }
            }
        }
        return kept == mine.size();
    }

    /** @return how many of the first are kept */
    private int keep(List<String> lines, long nanos) {
        if (lines.isEmpty()) {
            return 0;
        }
        if (file.write(prefixed(lines), nanos)) {
            filed.addAndGet(lines.size());
            return lines.size();
        }
        int kept = 0;
        while (kept < lines.size() && log(lines.get(kept))) {
            kept++;
        }
        return kept;
    }

    private List<String> prefixed(List<String> lines) {
        return lines.stream().map(line -> name + ": " + line).toList();
    }

    private boolean log(String line) {
        if (!log.logOrder(line)) {
            return false;
        }
        logged.incrementAndGet();
        return true;
    }

    private String line(Pending pending, String why) {
        Row row = pending.row();
        return UnstoredLine.of(row.payload(), row.duplicateKey(), pending.rejection(), pending.acceptedAt(), seal, why);
    }

    private String line(Row row, String why) {
        String rejection = row.state() == State.REJECTED ? row.lastCode() + " " + row.lastText() : null;
        Instant acceptedAt = Instant.ofEpochMilli(row.acceptedAt());
        return UnstoredLine.of(row.payload(), row.duplicateKey(), rejection, acceptedAt, seal, why);
    }
}
