package io.roifilter;

import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import java.util.List;

/** A filter's part in the tracker of its application, from a good start to {@code destroy}. Thread-safe. */
final class TrackerMembership {
    private volatile RoiTracker tracker; // null while the filter is off

    void join(RoiTracker joined, String filterName, Resolution resolution, List<Setting<?>> shared) {
        joined.join(filterName, resolution, shared);
        tracker = joined;
    }

    /** Containers differ in whether they destroy a filter whose init failed: nothing happens without a join. */
    void leave() {
        RoiTracker left = tracker;
        tracker = null;
        if (left != null) {
            left.leave();
        }
    }

    boolean isOn() {
        return tracker != null;
    }

    /** @throws IllegalStateException if the filter has been destroyed meanwhile */
    RoiTracker tracker() {
        RoiTracker current = tracker;
        if (current == null) {
            throw new IllegalStateException("the filter has been destroyed");
        }
        return current;
    }
}
