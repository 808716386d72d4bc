/**
 * What the shop and the machine pay: each benchmark's comment says what it measures and what is expected of it. Run by
 * {@code mvn -Pbench test -Dbench=<name>}.
 */
package io.roifilter.bench;
