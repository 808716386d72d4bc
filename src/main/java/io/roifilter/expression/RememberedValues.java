package io.roifilter.expression;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.AbstractMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What expressions know as {@code remembered}: of the notes in the visitor's session that of the order in question. It takes down
 * that something is not there, so that no order is made of what is left. For one thread.
 */
final class RememberedValues extends AbstractMap<String, Object> {
    private final HttpServletRequest request;
    private String orderId; // null until known
    private String missing; // null if nothing was

    RememberedValues(HttpServletRequest request) {
        this.request = request;
    }

    /** From now on it is known which order is read. */
    void orderIs(String id) {
        orderId = id;
    }

    /** Why something that was asked for is not there; the question is closed by that. */
    Optional<String> takeMissing() {
        String why = missing;
        missing = null;
        return Optional.ofNullable(why);
    }

    @Override
    public Object get(Object name) {
        try {
            return value(String.valueOf(name));
        } catch (IllegalStateException e) {
            missing = "the page has ended the session, in which it was remembered";
            return null;
        }
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return Set.of();
    }

    private Object value(String name) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            missing = withoutSession();
            return null;
        }
        List<SessionNote> notes = SessionNotes.of(session);
        SessionNote note = orderId == null ? newest(notes) : SessionNotes.ofOrder(notes, orderId);
        Object value = note == null ? null : note.value(name);
        if (value == null) {
            missing = notes.isEmpty()
                    ? "nothing is remembered in the visitor's session: no page of a filter with report=remember was"
                            + " answered in it, or it has begun anew since"
                    : note == null
                            ? "what is remembered in the visitor's session is of another order"
                            : name + " is not among what is remembered in the visitor's session";
        }
        return value;
    }

    private static SessionNote newest(List<SessionNote> notes) {
        SessionNote newest = notes.isEmpty() ? null : notes.get(notes.size() - 1);
        for (SessionNote note : notes) {
            newest = note.orderId().isEmpty() ? newest : note;
        }
        return newest;
    }

    private String withoutSession() {
        return request.getRequestedSessionId() == null
                ? "nothing is remembered of a visitor without a session"
                : "the session that the visitor came with has expired or ended, and with it what was remembered";
    }
}
