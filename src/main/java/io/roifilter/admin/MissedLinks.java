package io.roifilter.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links with roi_data that no filter of ours has seen, as the page they lead to has none before it. Where that page redirects
 * to one that has, with the same query, nothing is wrong: then the same click is seen a moment later. Guarded by its owner.
 */
final class MissedLinks {
    /** What a redirect may take. */
    private static final Duration MOMENT = Duration.ofMinutes(1);

    /** If none was ever seen, so many are enough, however short ago they came. */
    private static final int FEW = 3;

    private static final int MAX = 1000;

    private final Clock clock;
    private final Map<Integer, Instant> open = new LinkedHashMap<>(); // by hash of roi_data, the oldest first
    private boolean anySeen;
    private int redirected; // of those that were missed first, how many were seen then
    private String lastPath = "";

    MissedLinks(Clock clock) {
        this.clock = clock;
    }

    void missed(int roiDataHash, String path) {
        if (open.size() == MAX) {
            Iterator<Integer> oldest = open.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        open.putIfAbsent(roiDataHash, clock.instant());
        lastPath = path;
    }

    void seen(int roiDataHash) {
        anySeen = true;
        redirected += open.remove(roiDataHash) == null ? 0 : 1;
    }

    /** Whether a filter of ours was asked about any. */
    boolean isAnySeen() {
        return anySeen;
    }

    /** How many are certain by now, and where the last came; empty if none is. */
    Optional<String> text() {
        long certain = anySeen ? olderThanRedirects() : open.size() >= FEW ? open.size() : older();
        return certain == 0
                ? Optional.empty()
                : Optional.of(certain + (certain == 1 ? " click" : " clicks")
                        + " on links with roi_data went by, the last on " + lastPath
                        + ", as no RoiCaptureFilter was asked there");
    }

    /** Where a page redirects as it should, programs that open links do not follow. */
    private long olderThanRedirects() {
        long older = older();
        return older >= FEW && older > redirected ? older : 0;
    }

    private long older() {
        Instant before = clock.instant().minus(MOMENT);
        return open.values().stream().filter(at -> !at.isAfter(before)).count();
    }
}
