package io.roifilter.setup;

import java.util.Optional;

/**
 * What a proposal makes of a later request of the operator's browser.
 *
 * @param visit the request
 * @param outcome what would have come of it, for an operator
 * @param order what would have been sent, as text on several lines with roi_data cut; empty if nothing
 */
public record Tried(RecordedVisit visit, String outcome, Optional<String> order) {}
