package io.roifilter.relay;

import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import java.util.List;

/** What was claimed at one time, and what is known of it. For one thread at a time. */
final class Claimed {
    private final List<Entry> entries;
    private final Verdict[] verdicts; // null as long as nothing is known
    private final long since = System.nanoTime();

    Claimed(List<Entry> entries) {
        this.entries = entries;
        verdicts = new Verdict[entries.size()];
    }

    int size() {
        return verdicts.length;
    }

    Entry entry(int index) {
        return entries.get(index);
    }

    /** What was said of it last; null if nothing is known. */
    Verdict verdict(int index) {
        return verdicts[index];
    }

    /** These have been answered so. */
    void answered(List<Integer> indexes, List<Verdict> said) {
        for (int i = 0; i < said.size(); i++) {
            verdicts[indexes.get(i)] = said.get(i);
        }
    }

    /** For how long it has been claimed. */
    long nanos() {
        return System.nanoTime() - since;
    }
}
