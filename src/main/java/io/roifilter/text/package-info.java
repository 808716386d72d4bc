/**
 * Text from elsewhere, made fit to be shown: in one line, bounded, whatever threw it, and in a log that nobody else can
 * fill. Used by the other packages; promises nothing to anyone else.
 */
package io.roifilter.text;
