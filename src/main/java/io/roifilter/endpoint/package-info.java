/**
 * The receiving side: an endpoint that speaks the roi.insert API, and what it received.
 */
package io.roifilter.endpoint;
