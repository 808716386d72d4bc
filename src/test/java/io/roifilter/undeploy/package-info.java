/** The self-contained jar in a web application that comes and goes, in servers that have nothing else. */
package io.roifilter.undeploy;
