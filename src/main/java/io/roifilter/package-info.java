/** What users name in {@code web.xml}: the filters, and the tracker they share. Start reading at {@code RoiTracker}. */
package io.roifilter;
