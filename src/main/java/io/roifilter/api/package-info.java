/**
 * The roi.insert API as it travels: the payload, the request and the response in XML, and what an answer means for
 * every call in it. Start reading at {@link io.roifilter.api.RoiInsert}, then {@link io.roifilter.api.ApiClient}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.api;
