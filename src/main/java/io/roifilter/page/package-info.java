/**
 * The answer of the shop and what it says: which order a page states by the conventions of analytics, advertising and
 * search services. Start reading at {@link io.roifilter.page.PageOrders}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.page;
