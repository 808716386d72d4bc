package io.roifilter;

/**
 * Finds out when an answer ends that nobody closes: one that has announced its length, which the container sends as soon as
 * the last byte is there, or one that ends with the connection. Counts bytes that the application writes; where it writes characters, at least
 * as many as they become, so that the end is never missed and may be seen a little early, which the confirmation is told. Not
 * thread-safe, as answers are not.
 */
final class AnswerEnd {
    private static final long UNKNOWN = -1;

    /** When the end was seen too early: how often it is looked for again. */
    private static final int MAX_LOOKS = 8;

    private final HeldVisit visit;
    private boolean byConnection;
    private long room;
    private long announced = UNKNOWN;
    private long written;
    private boolean exact = true; // no more was counted than was written
    private int looks;

    AnswerEnd(HeldVisit visit) {
        this.visit = visit;
    }

    /**
     * The answer ends with its connection, and so does every beginning of it if the process dies (RFC 9112, section 6.3):
     * nothing of it may go out before the order is stored.
     *
     * @param bytes so many are kept by the container before it sends any
     */
    void endsWithConnection(long bytes) {
        byConnection = true;
        room = bytes;
    }

    /** To be called before the container hears of the length: if all of it is written already, it sends the answer at once. */
    void announce(long length) {
        announced = length < 0 ? UNKNOWN : length;
        lookIfReached();
    }

    /** To be called before the container hears of a header, whatever its name and value. */
    void header(String header, String value) {
        if ("Connection".equalsIgnoreCase(header) && "close".equalsIgnoreCase(value)) {
            endsWithConnection(0);
        } else if ("Content-Length".equalsIgnoreCase(header)) {
            try {
                announce(Long.parseLong(value.strip()));
            } catch (NumberFormatException | NullPointerException e) {
                // What was announced before still holds on Tomcat; where it does not, the end is seen too early, if at
                // all.
            }
        }
    }

    /** To be called before so many bytes are written. */
    void write(long bytes) {
        written += bytes;
        lookIfReached();
    }

    /** To be called before something is written that becomes so many bytes at most. */
    void writeAtMost(long bytes) {
        exact = false;
        write(bytes);
    }

    /** To be called before so many bytes are written that Jetty sends at once, however few they are. */
    void writeAtOnce(long bytes) {
        room = 0;
        write(bytes);
    }

    /** To be called before characters are written as UTF-8. */
    void writeUtf8(CharSequence text, int from, int to) {
        write(utf8Bytes(text, from, to));
    }

    static int utf8Bytes(CharSequence text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += utf8Bytes(text.charAt(i));
        }
        return bytes;
    }

    /** How many bytes a character is in UTF-8; both halves of a surrogate pair are two each. */
    static int utf8Bytes(char c) {
        return c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    /** To be called before something is written that is not counted: from here on the end may be in every write. */
    void writeUncounted() {
        exact = false;
        written = Long.MAX_VALUE / 2;
        lookIfReached();
    }

    /** To be called before everything is flushed that is there; it is all if the answer has no body. */
    void flush(boolean bodiless) {
        if (bodiless || announced == 0) {
            visit.answerEnds();
        } else if (byConnection) {
            look(false);
        }
    }

    /** To be called before the answer is closed. */
    void close() {
        visit.answerEnds();
    }

    /** What was written is forgotten. */
    void resetBuffer() {
        written = 0;
        exact = true;
    }

    /** So is what was announced. */
    void reset() {
        resetBuffer();
        announced = UNKNOWN;
    }

    private void lookIfReached() {
        if (announced == UNKNOWN ? byConnection && written > room : written >= announced) {
            look(announced != UNKNOWN && exact);
        }
    }

    private void look(boolean certain) {
        if (looks < MAX_LOOKS) {
            looks++;
            if (certain) {
                visit.answerEnds();
            } else {
                visit.answerMayEnd();
            }
        }
    }
}
