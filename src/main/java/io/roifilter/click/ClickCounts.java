package io.roifilter.click;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What became of clicks since the start, for whoever looks after the shop. Thread-safe. */
public final class ClickCounts {
    /** One thing that can become of a click. */
    public enum Outcome {
        /** Its roi_data is in the cookie. */
        KEPT("kept"),
        /** Its roi_data was mended first, be it for the cookie or for an order. */
        MENDED("mended, because the link was damaged on its way"),
        /** No person has opened the link. */
        NO_PERSON("none, because a scanner, a preview, a prefetch or a HEAD request opened the link"),
        /** The visitor does not want it, as far as the shop knows. */
        NO_CONSENT("not kept, for want of consent"),
        /** The email's template was not filled in. */
        UNFILLED("without a value, because the link has a placeholder that was never filled in"),
        /** It could have replaced a better one. */
        OUTRANKED("not kept, because what is kept has the form of a roi_data and this has not"),
        /** What it has is too long, not printable, forged, or in a link that cannot be read. */
        IGNORED("ignored, because it is too long, not printable, forged or in a link that cannot be read");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }

    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
    private final LongAdder all = new LongAdder();

    /** With nothing counted. */
    public ClickCounts() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    /** One more. */
    public void add(Outcome outcome) {
        counts.get(outcome).increment();
        all.increment();
    }

    /** How many there have been. */
    public long of(Outcome outcome) {
        return counts.get(outcome).sum();
    }

    /** How many there have been of all outcomes: as long as this is the same, nothing has happened. */
    public long all() {
        return all.sum();
    }

    /** Those that there have been, in words; empty if there were none. */
    @Override
    public String toString() {
        return counts.entrySet().stream()
                .filter(count -> count.getValue().sum() > 0)
                .map(count -> count.getValue().sum() + " " + count.getKey().words)
                .collect(Collectors.joining("; "));
    }
}
