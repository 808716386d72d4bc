package io.roifilter.setup;

import java.time.Instant;

/**
 * A request of the operator's browser while a sample order is placed, for the operator to see that it is noticed.
 *
 * @param number counts from 1, in the order in which they began
 * @param at when it began
 * @param method of the request
 * @param path on one line and bounded, without the query
 * @param status of the answer
 * @param click whether it came with roi_data
 * @param values how many values could be read of it
 */
public record RecordedVisit(
        int number, Instant at, String method, String path, int status, boolean click, int values) {}
