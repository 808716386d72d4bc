package io.roifilter.admin;

import java.time.ZoneId;
import java.util.Optional;

/**
 * What somebody wants of the status page. Immutable.
 *
 * @param base before the names of what lies below the page, so that they are found whatever its address is
 * @param token for the forms
 * @param orderId which is looked for
 * @param notice what came of the button that was pressed
 * @param zone of the times and days that are shown
 * @param hasSetup whether there is a page for the set-up by example
 */
public record PageRequest(
        String base,
        FormToken token,
        Optional<String> orderId,
        Optional<Desk.Answer> notice,
        ZoneId zone,
        boolean hasSetup) {}
