/**
 * The receiving side: an endpoint that speaks the roi.insert API, and what it received. Start reading at
 * {@link io.roifilter.endpoint.RoiInsertServlet}; what the API says is decided in {@code Calls}, what it remembers is
 * kept by {@code ReceivedStore}.
 */
package io.roifilter.endpoint;
