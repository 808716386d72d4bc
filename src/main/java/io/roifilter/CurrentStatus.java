package io.roifilter;

import io.roifilter.admin.TrackerStatus;
import io.roifilter.config.Problem;
import io.roifilter.config.WebApplication;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.time.Instant;

/** How tracking stands in an application, whether any filter of ours was started there or not. */
final class CurrentStatus {
    private CurrentStatus() {}

    /** @param started what is to count as the start where no filter was started */
    static TrackerStatus of(ServletContext context, Instant started) {
        RoiTracker tracker = RoiTracker.running(context);
        return tracker == null
                ? TrackerStatus.off(
                        WebApplication.name(context),
                        Release.version(),
                        started,
                        Clock.systemUTC().instant(),
                        KnownProblems.of(context).all().stream()
                                .map(Problem::toString)
                                .toList())
                : tracker.view().status();
    }
}
