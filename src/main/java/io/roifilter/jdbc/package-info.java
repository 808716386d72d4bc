/**
 * Connections to databases and what can be done with one: by URL and from the container, borrowed and given back,
 * transactions with repeats, tables with a version, and the SQLite file that one instance at a time has open. Start reading
 * at {@link io.roifilter.jdbc.Session}, for the file at {@link io.roifilter.jdbc.SqliteFile}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.jdbc;
