/**
 * Text from elsewhere, taken apart and made fit to be shown: query strings, cookies and written numbers; in one line, bounded,
 * whatever threw it, and in a log that nobody else can fill.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.text;
