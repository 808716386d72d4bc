package io.roifilter.admin;

import java.util.Optional;

/**
 * What web.xml, or code of the application, declares of our filters; those that are mounted by themselves do not count.
 *
 * @param insert the name of its RoiInsertFilter; empty if there is none
 * @param capture the name of its RoiCaptureFilter; empty if there is none
 */
public record DeclaredFilters(Optional<String> insert, Optional<String> capture) {}
