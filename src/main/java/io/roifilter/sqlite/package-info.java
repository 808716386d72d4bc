/**
 * One SQLite file, held by one instance at a time: who holds it, its native library, its connection. Start reading at
 * {@link io.roifilter.sqlite.SqliteFile}.
 */
package io.roifilter.sqlite;
