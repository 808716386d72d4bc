/**
 * From a request to an order: finding roi_data, evaluating the expressions of the deployment, making the amount and the
 * date. Start reading at {@link io.roifilter.order.OrderReader}; capture needs only
 * {@link io.roifilter.order.RoiDataFinder} and {@link io.roifilter.order.RoiCookie}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.order;
