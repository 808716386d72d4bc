package io.roifilter.page;

/**
 * Where a text stands on a page, by a CSS selector that finds nothing else there before it.
 *
 * @param selector such as {@code #order-number}
 * @param attribute whose value it is; empty if it is what a reader sees of the element
 * @param text all of it, white space made one blank each
 * @param rank how likely the selector is to find the same on the next page: 0 an id, 1 an attribute's name, 2 a class, 3
 *     below something that has one of these
 */
public record PagePlace(String selector, String attribute, String text, int rank) {}
