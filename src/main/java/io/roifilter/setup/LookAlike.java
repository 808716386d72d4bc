package io.roifilter.setup;

/**
 * A request on which proposed settings would have found an order, too, though none was placed by it.
 *
 * @param visit the request
 * @param text what they would have found there, and whether the proposed {@code when} tells it apart, for an operator
 */
public record LookAlike(RecordedVisit visit, String text) {}
