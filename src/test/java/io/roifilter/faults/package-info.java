/** Breaks real things, processes, connections and disks, and counts the orders afterwards. */
package io.roifilter.faults;
