/**
 * Threads that keep nothing of an application alive, and what they find classes with.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.thread;
