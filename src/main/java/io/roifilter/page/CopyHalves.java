package io.roifilter.page;

import java.util.Arrays;

/**
 * Bytes, at most so many: of more, the first half and the last, as the tags of a page stand at its beginning or at its end.
 * What is dropped between them is read for where in the markup the last half begins. Takes at most the limit and a quarter of it,
 * while the last half grows to its whole size. Not thread-safe.
 */
final class CopyHalves {
    private static final int FIRST_SIZE = 64 * 1024;
    private static final byte[] NONE = {};

    private final int half;
    private byte[] head = NONE;
    private int headLength;
    private byte[] tail = NONE; // a ring once it has its whole size
    private long tailLength; // of all that came behind the first half
    private CopyMarkup dropped; // null while all is there

    CopyHalves(int limit) {
        half = limit / 2;
    }

    void add(byte b) {
        if (headLength < head.length) {
            head[headLength++] = b;
        } else {
            add(new byte[] {b}, 0, 1);
        }
    }

    void add(byte[] bytes, int offset, int length) {
        int first = Math.min(length, half - headLength);
        if (first > 0) {
            head = roomFor(headLength + first, head, headLength);
            System.arraycopy(bytes, offset, head, headLength, first);
            headLength += first;
        }
        if (first < length) {
            addBehind(bytes, offset + first, length - first);
        }
    }

    long length() {
        return headLength + tailLength;
    }

    /** Whether nothing was dropped. */
    boolean isWhole() {
        return tailLength <= half;
    }

    /** All, if nothing was dropped; else the first half, without what the end of it is the inside of, if it is markup. */
    byte[] first(boolean markup) {
        if (!isWhole()) {
            return markup ? Arrays.copyOf(head, CopyMarkup.textEnd(head)) : head.clone();
        }
        byte[] all = Arrays.copyOf(head, (int) length());
        System.arraycopy(tail, 0, all, headLength, (int) tailLength);
        return all;
    }

    /** The last half where something was dropped before it, if it is markup from where its first text begins; else nothing. */
    byte[] last(boolean markup) {
        if (isWhole()) {
            return NONE;
        }
        int begin = (int) (tailLength % half);
        byte[] last = Arrays.copyOfRange(tail, begin, begin + half); // with zeros at the end
        System.arraycopy(tail, 0, last, half - begin, begin);
        return markup ? Arrays.copyOfRange(last, dropped.endIn(last), half) : last;
    }

    private void addBehind(byte[] bytes, int offset, int length) {
        int first = (int) Math.min(length, Math.max(0, half - tailLength));
        if (first > 0) {
            tail = roomFor((int) tailLength + first, tail, (int) tailLength);
            System.arraycopy(bytes, offset, tail, (int) tailLength, first);
            tailLength += first;
        }
        for (int i = first, piece; i < length; i += piece) {
            int at = (int) (tailLength % half);
            piece = Math.min(length - i, half - at);
            drop(at, piece);
            System.arraycopy(bytes, offset + i, tail, at, piece);
            tailLength += piece;
        }
    }

    private void drop(int at, int length) {
        if (dropped == null) {
            dropped = new CopyMarkup();
            dropped.pass(head, 0, headLength);
        }
        dropped.pass(tail, at, length);
    }

    /** Half the size, or a half of that and so on: so no more than one and a half of it is there while it grows. */
    private byte[] roomFor(int needed, byte[] bytes, int used) {
        if (needed <= bytes.length) {
            return bytes;
        }
        int size = half;
        while (size / 2 >= needed && size / 2 >= FIRST_SIZE) {
            size /= 2;
        }
        byte[] larger = new byte[size];
        System.arraycopy(bytes, 0, larger, 0, used);
        return larger;
    }
}
