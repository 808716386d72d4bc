/**
 * The command that sends orders which only reached a log: {@code java -jar roi-filter-VERSION-all.jar replay FILE…}.
 * No part of an application. Start reading at {@link io.roifilter.replay.ReplayCommand}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.replay;
