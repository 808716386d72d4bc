/**
 * The answer of the shop and what it says: the bounded copy of it, and what is read from that, such as which order a page states
 * by the conventions of analytics, advertising and search services. Start reading at {@link io.roifilter.page.AnswerCopy}
 * and {@link io.roifilter.page.PageOrders}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.page;
