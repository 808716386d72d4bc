package io.roifilter.admin;

import io.roifilter.setup.SetupView;
import java.time.Instant;
import java.util.List;

/**
 * How the set-up by example stands for somebody who looks at its page. Immutable.
 *
 * @param application its name
 * @param version of roi-filter
 * @param now when it was so
 * @param view what was recorded and found, by whichever browser
 * @param isOwn whether it is this browser's
 * @param host by which the page was asked for, as far as the browser says
 * @param start of the shop, with a test click, relative to the page
 * @param keepsClicks whether the application has a filter that does
 * @param declared the filters that the application declares
 * @param missing what is needed besides what is proposed
 */
public record SetupSituation(
        String application,
        String version,
        Instant now,
        SetupView view,
        boolean isOwn,
        String host,
        String start,
        boolean keepsClicks,
        DeclaredFilters declared,
        List<PastedSetting> missing) {
    /** The name of the page for it, below the status page. */
    public static final String PAGE = "setup";
}
