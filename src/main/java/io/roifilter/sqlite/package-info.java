/**
 * One SQLite file, held by one instance at a time: who holds it, its native library, its connection. Start reading at
 * {@link io.roifilter.sqlite.SqliteFile}.
 *
 * <p>Promises nothing to users of the jar.
 */
package io.roifilter.sqlite;
