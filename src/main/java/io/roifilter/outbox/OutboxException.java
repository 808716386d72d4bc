package io.roifilter.outbox;

import java.sql.SQLException;

/** The store is away: it is closed, cannot be opened, or failed; the outbox opens it again by itself when it can. */
public final class OutboxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** By its number, as SQLite tells no states, and its driver need not be there. */
    private static final int SQLITE_CONSTRAINT = 19;

    private final boolean logged;

    OutboxException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** @param logged whether the outbox has said in the log why the store is away, and will say when it is back */
    OutboxException(String message, Throwable cause, boolean logged) {
        super(message, cause);
        this.logged = logged;
    }

    /** Whether the outbox has logged it already. */
    public boolean isLogged() {
        return logged;
    }

    /** Whether the store does not want what it was given, on which waiting changes nothing: bad data, or a constraint. */
    boolean isRefusal() {
        if (getCause() instanceof SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return state.startsWith("22")
                    || state.startsWith("23")
                    || e.getSQLState() == null && e.getErrorCode() == SQLITE_CONSTRAINT;
        }
        return getCause() instanceof RuntimeException;
    }
}
