package io.roifilter;

import io.roifilter.config.Resolution;

/** A filter's part in the tracker of its application, from a good start to {@code destroy}. Thread-safe. */
final class TrackerMembership {
    private volatile RoiTracker tracker; // null until joined
    private volatile boolean on;

    void join(RoiTracker joined, String filterName, Resolution resolution) {
        joined.join(filterName, resolution);
        tracker = joined;
        on = true;
    }

    /** Containers differ in whether they destroy a filter whose init failed: nothing happens without a join. */
    void leave() {
        if (on) {
            on = false;
            tracker.leave();
        }
    }

    /** Leaves, because the filter cannot do its work: it is as if it had not joined. */
    void cancel() {
        leave();
        tracker = null;
    }

    /**
     * The tracker that was joined, null if none was. Stays when the filter has left it, as some containers destroy filters
     * while requests are in them, or still come.
     */
    RoiTracker tracker() {
        return tracker;
    }
}
