/**
 * Looking in: what the filters of an application do, what waits, and how the endpoint is. Start reading at
 * {@link io.roifilter.admin.TrackerView}.
 *
 * <p>Names that users type are the attributes of {@link io.roifilter.admin.TrackerMXBean}.
 */
package io.roifilter.admin;
