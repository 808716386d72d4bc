/**
 * Looking in: what the filters of an application do, what waits, and how the endpoint is. Start reading at
 * {@link io.roifilter.admin.TrackerView}; and at {@link io.roifilter.admin.Doctor}, which tries everything that can be tried from
 * outside of a running application.
 *
 * <p>Names that users type are the attributes of {@link io.roifilter.admin.TrackerMXBean}.
 */
package io.roifilter.admin;
