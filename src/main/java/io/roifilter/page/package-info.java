/**
 * The bounded copy of an answer, and what it says. Start reading at {@link io.roifilter.page.AnswerCopy}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.page;
