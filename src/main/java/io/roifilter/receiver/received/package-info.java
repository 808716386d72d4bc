/**
 * What was received: the store, and the view of it that pages have as {@code ${roiReceivedOrders}}. Start reading at
 * {@link io.roifilter.receiver.received.ReceivedOrders}; it is kept by {@code ReceivedStore}.
 */
package io.roifilter.receiver.received;
