/**
 * From a request to an order: finding roi_data, evaluating the expressions of the deployment, making the amount and the
 * date.
 */
package io.roifilter.order;
