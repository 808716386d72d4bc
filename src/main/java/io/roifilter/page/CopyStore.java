package io.roifilter.page;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Formatter;
import java.util.Locale;
import java.util.zip.DataFormatException;

/**
 * What is kept of an answer from its first byte or character on: bytes, inflated where they are compressed, or characters. Not
 * thread-safe.
 */
final class CopyStore {
    /** Of a long text, so much is encoded at once. */
    private static final int PIECE = 8192;

    private static final int HALF = 2; // bytes of a character that two are needed for

    private final boolean ofCharacters;
    private final CopyHalves kept;
    private final CopyInflater inflater; // null unless bytes are compressed
    private char high; // the first half of a character whose second has not come; 0 if none

    private CopyStore(boolean ofCharacters, CopyHalves kept, CopyInflater inflater) {
        this.ofCharacters = ofCharacters;
        this.kept = kept;
        this.inflater = inflater;
    }

    /** Of characters, which are kept as UTF-8. */
    static CopyStore ofCharacters(int limit) {
        return new CopyStore(true, new CopyHalves(limit), null);
    }

    static CopyStore ofBytes(int limit) {
        return new CopyStore(false, new CopyHalves(limit), null);
    }

    static CopyStore ofCompressed(boolean gzip, int limit) {
        CopyHalves kept = new CopyHalves(limit);
        return new CopyStore(false, kept, new CopyInflater(gzip, kept, limit));
    }

    boolean isOfCharacters() {
        return ofCharacters;
    }

    long length() {
        return kept.length();
    }

    /** @param contentType of the answer; may be null */
    CopiedText text(String contentType) {
        Charset charset = ofCharacters ? StandardCharsets.UTF_8 : null;
        return CopyText.of(kept, charset, contentType);
    }

    void add(int b) throws DataFormatException {
        if (inflater == null) {
            kept.add((byte) b);
        } else {
            inflater.add(new byte[] {(byte) b}, 0, 1);
        }
    }

    /** @throws DataFormatException if they are not compressed as was said */
    void add(byte[] bytes, int offset, int length) throws DataFormatException {
        if (inflater == null) {
            kept.add(bytes, offset, length);
        } else {
            inflater.add(bytes, offset, length);
        }
    }

    void append(int c) {
        if (high == 0 && (c & 0xffff) < 0x80) {
            kept.add((byte) c);
        } else {
            encode(String.valueOf((char) c));
        }
    }

    /** @return in how many bytes of UTF-8; of a character's first half, which waits for the second, in half of those */
    long append(String text, int offset, int length) {
        long bytes = 0;
        for (int at = offset; at < offset + length; at += PIECE) {
            bytes += encode(text.substring(at, Math.min(offset + length, at + PIECE)));
        }
        return bytes;
    }

    /** @return as above */
    long append(char[] text, int offset, int length) {
        long bytes = 0;
        for (int at = offset; at < offset + length; at += PIECE) {
            bytes += encode(new String(text, at, Math.min(offset + length - at, PIECE)));
        }
        return bytes;
    }

    void format(Locale locale, String format, Object... arguments) {
        new Formatter(new Formatted(), locale).format(locale, format, arguments);
    }

    /** Gives back memory outside the heap. */
    void close() {
        if (inflater != null) {
            inflater.close();
        }
    }

    /** The halves of a character may come one by one. */
    private int encode(String piece) {
        int known = high == 0 ? 0 : HALF;
        String whole = high == 0 ? piece : high + piece;
        int end = whole.length() - 1;
        high = Character.isHighSurrogate(whole.charAt(end)) ? whole.charAt(end) : 0;
        byte[] bytes = (high == 0 ? whole : whole.substring(0, end)).getBytes(StandardCharsets.UTF_8);
        kept.add(bytes, 0, bytes.length);
        return bytes.length - known + (high == 0 ? 0 : HALF);
    }

    /** Where a formatter leaves what it makes, piece by piece. */
    private final class Formatted implements Appendable {
        @Override
        public Appendable append(CharSequence piece) {
            return append(piece, 0, piece.length());
        }

        @Override
        public Appendable append(CharSequence piece, int start, int end) {
            CopyStore.this.append(piece.toString(), start, end - start);
            return this;
        }

        @Override
        public Appendable append(char c) {
            CopyStore.this.append(c);
            return this;
        }
    }
}
