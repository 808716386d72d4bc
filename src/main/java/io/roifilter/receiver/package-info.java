/**
 * The receiving side: an endpoint that speaks the roi.insert API. Start reading at
 * {@link io.roifilter.receiver.RoiApiServlet}; each method of the API is one {@code ApiMethod}, and what they accept is kept
 * in {@code io.roifilter.receiver.received}.
 */
package io.roifilter.receiver;
