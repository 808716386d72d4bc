/**
 * Set-up by example: what could be read of a sample order that the operator places, and the settings that are proposed from
 * it. Start reading at {@link io.roifilter.setup.SetupDesk}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.setup;
