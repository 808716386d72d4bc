package io.roifilter.outbox;

import io.roifilter.jdbc.Schema;

/** The outbox's tables in each database, all read when the first is asked for. */
final class Schemas {
    static final Schema SQLITE = Schema.of(Schemas.class, "sqlite.sql");
    static final Schema POSTGRESQL = Schema.of(Schemas.class, "postgresql.sql");
    static final Schema MARIADB = Schema.of(Schemas.class, "mariadb.sql");

    /** The two have collations under different names that take trailing spaces for what they are. */
    static final Schema MYSQL = MARIADB.with(statement -> statement.replace("utf8mb4_nopad_bin", "utf8mb4_0900_bin"));

    private Schemas() {}

    /** To be called at the start: when tables are made, the jar may have been overwritten. */
    static void read() {
        // Done when this class was initialized.
    }
}
