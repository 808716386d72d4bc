package io.roifilter.expression;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The notes in one visitor's session. They are one attribute, a text: whatever keeps, copies or filters sessions can keep that,
 * whichever class loader has our classes. No roi_data is in it.
 */
public final class SessionNotes {
    /** The attribute of the session. */
    public static final String ATTRIBUTE = "io.roifilter.remembered";

    /** Of each value. */
    public static final int MAX_VALUE = 255;

    /** Visitors have a few tabs. */
    private static final int MAX_NOTES = 8;

    private SessionNotes() {}

    /** The oldest first. */
    static List<SessionNote> of(HttpSession session) {
        return session.getAttribute(ATTRIBUTE) instanceof String text
                ? text.lines().map(SessionNote::parse).toList()
                : List.of();
    }

    /**
     * Adds one, in the place of what was noted of the same order, or of one as unknown.
     *
     * @return false if the visitor has no session, and gets none for that
     */
    public static boolean add(HttpServletRequest request, SessionNote note) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return false;
        }
        SessionTurns.take(session, () -> {
            List<SessionNote> notes = new ArrayList<>(of(session));
            notes.removeIf(older -> note.orderId().isEmpty()
                    ? !older.isTaken()
                    : older.orderId().equals(note.orderId()));
            notes.add(note);
            write(session, notes);
        });
        return true;
    }

    /** An order has been read by a note that does not say of which order it is: from now on it is of this one. */
    public static void used(HttpServletRequest request, String orderId) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            SessionTurns.take(session, () -> use(session, orderId));
        }
    }

    private static void use(HttpSession session, String orderId) {
        List<SessionNote> notes = new ArrayList<>(of(session));
        SessionNote used = ofOrder(notes, orderId);
        if (used != null && !used.isTaken()) {
            notes.replaceAll(note -> note == used ? used.usedFor(orderId) : note);
            write(session, notes);
        }
    }

    /** The newest of the order, else the newest of no order yet; null if all are of others. */
    static SessionNote ofOrder(List<SessionNote> notes, String orderId) {
        SessionNote free = null;
        SessionNote own = null;
        for (SessionNote note : notes) {
            free = note.isTaken() ? free : note;
            own = note.isOf(orderId) ? note : own;
        }
        return own == null ? free : own;
    }

    private static void write(HttpSession session, List<SessionNote> notes) {
        session.setAttribute(
                ATTRIBUTE,
                notes.stream()
                        .skip(Math.max(0, notes.size() - MAX_NOTES))
                        .map(SessionNote::line)
                        .collect(Collectors.joining("\n")));
    }
}
