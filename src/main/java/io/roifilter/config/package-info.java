/**
 * Every setting: its name, default, meaning and parser, where its value comes from, and all that is wrong with what was
 * set, reported at once. Start reading at {@link io.roifilter.config.Settings}, the list of them all, then
 * {@link io.roifilter.config.Resolution}, which makes values of what an operator has written.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.config;
