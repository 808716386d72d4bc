package io.roifilter.setup;

import java.util.List;

/**
 * Settings by which the sample order would have been reported. Immutable.
 *
 * @param title what they read the order from, in a few words, such as "from the bean order"
 * @param settings {@code confirmation}, {@code when} if it is needed, {@code orderId}, {@code amount} and {@code currency} if
 *     they differ from their defaults, in this order
 * @param reasons why it is where it is among the others
 * @param lookAlikes other requests that would have matched without {@code when}
 */
public record Proposal(
        String title, List<ProposedSetting> settings, List<String> reasons, List<LookAlike> lookAlikes) {}
