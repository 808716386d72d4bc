package io.roifilter.jdbc;

import java.sql.SQLException;

/** What a database wants of a transaction. */
public interface TransactionRules {
    /** For one that nobody shares. */
    TransactionRules ALONE = new TransactionRules() {
        @Override
        public String settings() {
            return "";
        }

        @Override
        public boolean isConflict(SQLException failure) {
            return false;
        }
    };

    /** The statement that each begins with; may be empty. */
    String settings();

    /** Whether it failed only because of another one at the same time, so that it is worth repeating. */
    boolean isConflict(SQLException failure);
}
