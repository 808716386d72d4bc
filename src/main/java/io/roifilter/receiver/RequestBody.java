package io.roifilter.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.apache.commons.codec.DecoderException;
import org.apache.commons.codec.net.URLCodec;

/**
 * The body of a request, bounded, as text. Forms are taken apart here and not by {@code getParameter}: containers bound
 * forms as they please, some far below what one message may have, and take the charset from the application.
 */
final class RequestBody {
    /** The largest body that is read, in bytes. */
    static final int MAX_BYTES = 1 << 20;

    /** How much of a body that is too large is thrown away unread, so that its sender gets to see the answer. */
    private static final int MAX_SKIPPED_BYTES = 8 << 20;

    private final byte[] bytes;

    private RequestBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the whole body.
     *
     * @throws RefusedRequestException if it has more than {@link #MAX_BYTES}, or is none in the terms of HTTP
     */
    static RequestBody of(HttpServletRequest request) throws RefusedRequestException {
        byte[] bytes;
        try {
            InputStream in = request.getInputStream();
            bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                skip(in);
            }
        } catch (IOException | RuntimeException e) {
            // The connection broke, in which case nobody gets this answer; or the container throws at the body's form.
            throw badRequest("The body could not be read to its end: send the message again");
        }
        if (bytes.length > MAX_BYTES) {
            throw new RefusedRequestException(
                    HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                    "The body may have at most " + MAX_BYTES + " bytes: send fewer calls in one POST");
        }
        return new RequestBody(bytes);
    }

    /** @throws RefusedRequestException if it is not UTF-8 */
    String text() throws RefusedRequestException {
        return text(bytes, "The body");
    }

    /**
     * The value of a field of this {@code application/x-www-form-urlencoded} body, the first if there are more.
     *
     * @throws RefusedRequestException if there is none, or it is not the encoding of a UTF-8 text
     */
    String field(String name) throws RefusedRequestException {
        for (int start = 0; start < bytes.length; ) {
            int end = indexOf('&', start, bytes.length);
            int equals = indexOf('=', start, end);
            if (equals < end && name.equals(new String(bytes, start, equals - start, UTF_8))) {
                String field = "The form field \"" + name + "\"";
                return text(decode(equals + 1, end, field), field);
            }
            start = end + 1;
        }
        throw badRequest("The form field \"" + name + "\" is missing: the body must be " + name
                + "=<the XML message, URL-encoded>");
    }

    private byte[] decode(int start, int end, String field) throws RefusedRequestException {
        try {
            return URLCodec.decodeUrl(Arrays.copyOfRange(bytes, start, end));
        } catch (DecoderException e) {
            throw badRequest(field + " is not URL-encoded: a % without two hexadecimal digits after it");
        }
    }

    private int indexOf(char wanted, int start, int end) {
        int i = start;
        while (i < end && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    private static String text(byte[] bytes, String what) throws RefusedRequestException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw badRequest(what + " is not UTF-8");
        }
    }

    private static void skip(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        int skipped = 0;
        int read = 0;
        while (read >= 0 && skipped < MAX_SKIPPED_BYTES) {
            read = in.read(buffer);
            skipped += read;
        }
    }

    private static RefusedRequestException badRequest(String message) {
        return new RefusedRequestException(HttpServletResponse.SC_BAD_REQUEST, message);
    }
}
