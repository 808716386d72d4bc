package io.roifilter;

import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import java.util.List;

/** A filter's part in the tracker of its application, from a good start to {@code destroy}. Thread-safe. */
final class TrackerMembership {
    private volatile RoiTracker tracker; // null until joined
    private volatile boolean on;

    void join(RoiTracker joined, String filterName, Resolution resolution, List<Setting<?>> shared) {
        joined.join(filterName, resolution, shared);
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

    boolean isOn() {
        return on;
    }

    /**
     * The tracker that was joined. Stays when the filter has left it: for a request that was under way then, the closed
     * outbox writes the order to the log.
     */
    RoiTracker tracker() {
        return tracker;
    }
}
