package io.roifilter.faults;

import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Outbox;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.Settlement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shop's outbox in a process of its own that does nothing by itself: whoever has started it says, a line each, what is
 * next, so that the disk can be full at just that. Lines are answered; those that are no command are orders.
 */
final class SteppedProcess {
    /** Claims a batch, delivers it and settles it; answered by the ids of what was claimed. */
    static final String DELIVER = "deliver";

    /** What is done now and then, after a quiet minute. */
    static final String HOUSEKEEP = "housekeep";

    private static final int BATCH = 100;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private SteppedProcess() {}

    static Process start(Path directory, URI endpoint, Path log) throws IOException {
        return ShopProcess.start(List.of(), SteppedProcess.class, log, directory.toString(), "" + endpoint);
    }

    public static void main(String[] arguments) throws IOException {
        LateClock clock = new LateClock();
        Outbox outbox = ShopProcess.outbox(Path.of(arguments[0]), URI.create(arguments[1]), clock);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(answer(line, outbox, clock));
        }
        outbox.close(BOUND);
    }

    /** Nothing if the outbox says that it cannot, as it may: the relay then tries it again later. */
    private static String answer(String line, Outbox outbox, LateClock clock) {
        try {
            return step(line, outbox, clock);
        } catch (OutboxException e) {
            System.err.println(line + ": " + e.getMessage());
            return "";
        }
    }

    private static String step(String line, Outbox outbox, LateClock clock) {
        switch (line) {
            case DELIVER:
                return deliver(outbox);
            case HOUSEKEEP:
                outbox.housekeep(); // which sees what has changed
                clock.late = clock.late.plusSeconds(61);
                outbox.housekeep();
                return "done";
            default:
                return "" + outbox.accept(ShopProcess.order(line));
        }
    }

    private static String deliver(Outbox outbox) {
        List<Entry> entries = outbox.claim(BATCH, BOUND);
        try {
            outbox.settle(entries.stream()
                    .<Settlement>map(entry -> new Settlement.Delivered(entry, "saved"))
                    .toList());
        } catch (OutboxException e) {
            System.err.println("not settled, so that they are sent again: " + e.getMessage());
        }
        return entries.stream().map(entry -> entry.call().reference()).collect(Collectors.joining(","));
    }

    private static final class LateClock extends Clock {
        private volatile Duration late = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return Clock.systemUTC().getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(late);
        }
    }
}
