package io.roifilter.page;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates what an application compresses itself, as it passes: {@code gzip} (RFC 1952) and {@code deflate} (RFC 1950, and
 * RFC 1951 as some send it). Not thread-safe.
 */
final class CopyInflater {
    /** Text is compressed to a tenth or less; a thousandth is somebody's joke. */
    private static final int MAX_TIMES_LIMIT = 16;

    private static final int MAX_HEADER = 4096;
    private static final int FIXED_HEADER = 10;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int UNKNOWN = -1;

    private final boolean gzip;
    private final CopyHalves into;
    private final long maxLength;
    private final byte[] inflated = new byte[4096];
    private byte[] header = {};
    private Inflater inflater; // null until the header has come

    /** @param limit of what is inflated into */
    CopyInflater(boolean gzip, CopyHalves into, int limit) {
        this.gzip = gzip;
        this.into = into;
        maxLength = (long) MAX_TIMES_LIMIT * limit;
    }

    void add(byte[] bytes, int offset, int length) throws DataFormatException {
        if (inflater != null) {
            inflate(bytes, offset, length);
            return;
        }
        int before = header.length;
        header = Arrays.copyOf(header, before + length);
        System.arraycopy(bytes, offset, header, before, length);
        int body = gzip ? gzipHeader() : header.length < 2 ? UNKNOWN : 0;
        if (body != UNKNOWN) {
            inflater = new Inflater(gzip || !isZlib());
            inflate(header, body, header.length - body);
            header = null;
        } else if (header.length > MAX_HEADER) {
            throw new DataFormatException("endless header");
        }
    }

    /** Gives back memory outside the heap. */
    void close() {
        if (inflater != null) {
            inflater.end();
        }
    }

    private void inflate(byte[] bytes, int offset, int length) throws DataFormatException {
        if (inflater.finished()) {
            return; // the checksum and what follows
        }
        inflater.setInput(bytes, offset, length);
        while (!inflater.needsInput() && !inflater.finished()) {
            int count = inflater.inflate(inflated);
            if (count == 0 && inflater.needsDictionary()) {
                throw new DataFormatException("needs a dictionary");
            }
            into.add(inflated, 0, count);
            if (into.length() > maxLength) {
                throw new DataFormatException("more than " + MAX_TIMES_LIMIT + " times pageLimit");
            }
        }
    }

    /** How long it is; {@link #UNKNOWN} while it is not all there. */
    private int gzipHeader() throws DataFormatException {
        if (header.length < FIXED_HEADER) {
            return UNKNOWN;
        }
        if ((header[0] & 0xff) != 0x1f || (header[1] & 0xff) != 0x8b) {
            throw new DataFormatException("not gzip");
        }
        int flags = header[3];
        int at = FIXED_HEADER;
        if ((flags & EXTRA) != 0) {
            at = at + 2 > header.length ? UNKNOWN : at + 2 + (header[at] & 0xff) + ((header[at + 1] & 0xff) << 8);
        }
        at = (flags & NAME) == 0 ? at : afterZero(at);
        at = (flags & COMMENT) == 0 ? at : afterZero(at);
        at += at == UNKNOWN || (flags & HEADER_CRC) == 0 ? 0 : 2;
        return at > header.length ? UNKNOWN : at;
    }

    private int afterZero(int from) {
        for (int i = from; from != UNKNOWN && i < header.length; i++) {
            if (header[i] == 0) {
                return i + 1;
            }
        }
        return UNKNOWN;
    }

    /** RFC 1950, section 2.2. */
    private boolean isZlib() {
        return (header[0] & 0x0f) == 8 && ((header[0] & 0xff) << 8 | header[1] & 0xff) % 31 == 0;
    }
}
