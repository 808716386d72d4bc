package io.roifilter;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Finds out when an answer ends that has announced its length: the container sends such an answer as soon as its last byte
 * is there, before anybody closes anything. Counts bytes that the application writes; where it writes characters, at least
 * as many as they become, so that the end is never missed and may be seen a little early. Not thread-safe, as answers are not.
 */
final class AnswerEnd {
    private static final long UNKNOWN = -1;

    /** When the end was seen too early: how often it is looked for again. */
    private static final int MAX_LOOKS = 8;

    private final Confirmation confirmation;
    private long announced = UNKNOWN;
    private long written;
    private int looks;

    AnswerEnd(Confirmation confirmation) {
        this.confirmation = confirmation;
    }

    /** To be called before the container hears of the length: if all of it is written already, it sends the answer at once. */
    void announce(long length) {
        announced = length;
        lookIfReached();
    }

    /** As {@link #announce(long)}, for a header of any name and value. */
    void announce(String header, String value) {
        if ("Content-Length".equalsIgnoreCase(header)) {
            try {
                announce(Long.parseLong(value.strip()));
            } catch (NumberFormatException | NullPointerException e) {
                announced = UNKNOWN; // no length; what the container makes of it is its affair
            }
        }
    }

    /** To be called before so many bytes are written. */
    void write(long bytes) {
        written += bytes;
        lookIfReached();
    }

    /** To be called before characters are written that the container encodes. */
    void write(CharSequence text, int from, int to, Charset charset) {
        write(bytes(text, from, to, charset));
    }

    /** To be called before something is written that is not counted: from here on the end may be in every write. */
    void writeUncounted() {
        written = Long.MAX_VALUE / 2;
        lookIfReached();
    }

    /** To be called before everything is flushed that is there; it is all if the answer has no body. */
    void flush(boolean bodiless) {
        if (bodiless || announced == 0) {
            confirmation.answerEnds();
        }
    }

    /** To be called before the answer is closed. */
    void close() {
        confirmation.answerEnds();
    }

    /** What was written is forgotten. */
    void resetBuffer() {
        written = 0;
    }

    /** So is what was announced. */
    void reset() {
        resetBuffer();
        announced = UNKNOWN;
    }

    private void lookIfReached() {
        if (announced != UNKNOWN && written >= announced && looks < MAX_LOOKS) {
            looks++;
            confirmation.answerEnds();
        }
    }

    private static long bytes(CharSequence text, int from, int to, Charset charset) {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return (long) Math.ceil((to - from) * (double) charset.newEncoder().maxBytesPerChar());
        }
        long bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            // Both halves of a surrogate pair are two bytes each.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
