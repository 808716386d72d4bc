/**
 * The commands of the jar, {@code java -jar roi-filter-VERSION-all.jar COMMAND}: what they are told and what they print.
 * No part of an application. Start reading at {@link io.roifilter.command.Commands}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.command;
