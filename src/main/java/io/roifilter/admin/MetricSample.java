package io.roifilter.admin;

/**
 * One number of a status. Immutable.
 *
 * @param family its name in {@link OpenMetrics}, without what that adds to counters
 * @param isCounter whether it only grows; else it is a gauge, or a state that is (1) or is not (0)
 * @param help what it says, a sentence
 * @param label by which the numbers of a family differ; empty if there is one only
 * @param labelValue of this one
 * @param value at that moment
 */
public record MetricSample(
        String family, boolean isCounter, String help, String label, String labelValue, long value) {}
