package io.roifilter.setup;

import java.util.List;

/**
 * What was found of an order number and a total that the operator saw. Immutable.
 *
 * @param orderId as the operator gave it
 * @param total as the operator gave it
 * @param proposals the best first; none if nothing was found
 * @param notes what the operator should know, such as which of the two was not found, and what to try
 */
public record Search(String orderId, String total, List<Proposal> proposals, List<String> notes) {}
