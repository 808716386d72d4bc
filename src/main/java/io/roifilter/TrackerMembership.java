package io.roifilter;

import io.roifilter.admin.FilterStatus;
import io.roifilter.config.Resolution;

/** A filter's part in the tracker of its application, from a good start to {@code destroy}. Thread-safe. */
final class TrackerMembership {
    private volatile RoiTracker tracker; // null until joined
    private volatile boolean on;
    private volatile RoiTracker entered; // null before the start and after the end

    /** The filter is being started; it need not come to a {@link #join}. */
    void enter(RoiTracker shown) {
        if (entered != shown) { // another one after a start that has failed
            exit();
            shown.begins();
            entered = shown;
        }
    }

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

    /** Shows the filter that is switched off, if it has got so far as to be seen. */
    void showOff(FilterStatus filter) {
        RoiTracker shown = entered;
        if (shown != null) {
            shown.showOff(filter);
        }
    }

    /** Nothing more is to be seen of the filter. */
    void exit() {
        RoiTracker shown = entered;
        if (shown != null) {
            entered = null;
            shown.ends();
        }
    }

    /**
     * The tracker that was joined, null if none was. Stays when the filter has left it, as some containers destroy filters
     * while requests are in them, or still come.
     */
    RoiTracker tracker() {
        return tracker;
    }
}
