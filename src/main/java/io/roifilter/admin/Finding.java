package io.roifilter.admin;

/**
 * Something that a person should look at. Immutable.
 *
 * @param name in a word or two, for machines: lower case, with hyphens
 * @param severity not {@code UP}
 * @param text what it is and what to do; one line, without secrets
 */
public record Finding(String name, Health severity, String text) {}
