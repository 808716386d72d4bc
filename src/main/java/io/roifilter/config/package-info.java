/**
 * Every setting: its name, default, meaning and parser, where its value comes from, and all that is wrong with what was
 * set, reported at once.
 */
package io.roifilter.config;
