/**
 * From values to an order: amount, date and currency, and the verdict on what was read. Start reading at
 * {@link io.roifilter.order.OrderReader}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.order;
