/**
 * One SQLite file, opened by one instance at a time: its lock, its native library, its connection.
 */
package io.roifilter.sqlite;
