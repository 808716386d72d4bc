package io.roifilter.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The text of an answer's bytes, whatever is said of them: servers compress what nobody asked them to compress, name a
 * compression that somebody has undone, and name one charset in the header, another in the document and use a third. What
 * the bytes are decides; what is said of them only where they do not tell.
 */
final class BodyText {
    /** A proxy may compress what was compressed before. */
    private static final int MAX_LAYERS = 2;

    private static final Pattern HEADER_CHARSET = Pattern.compile("(?i)charset\\s*=\\s*[\"']?([\\w.:-]{1,40})");
    private static final Pattern PROLOG_CHARSET =
            Pattern.compile("<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.:-]{1,40})");
    private static final int PROLOG_BYTES = 4096;

    /** What pages are in that say nothing, or something wrong. */
    private static final Charset LAST_GUESS = charset("windows-1252").orElse(StandardCharsets.ISO_8859_1);

    private BodyText() {}

    /**
     * @param encoding the {@code Content-Encoding}, if there is one
     * @param type the {@code Content-Type}, if there is one
     * @throws IOException if it is compressed in a way that is not known, is not whole, or is longer than allowed
     */
    static String of(byte[] body, Optional<String> encoding, Optional<String> type, int maxBytes) throws IOException {
        String said = encoding.orElse("").toLowerCase(Locale.ROOT);
        byte[] plain = body;
        for (int layer = 0; layer < MAX_LAYERS && isGzip(plain); layer++) {
            plain = bounded(new GZIPInputStream(new ByteArrayInputStream(plain)), maxBytes);
        }
        if (said.contains("deflate") && !looksLikeText(plain)) {
            plain = inflated(plain, maxBytes);
        }
        if (!looksLikeText(plain) && said.matches(".*\\b(br|zstd|compress)\\b.*")) {
            throw new IOException("the answer is compressed by " + said + ", which was not asked for");
        }
        return decoded(plain, type);
    }

    private static boolean isGzip(byte[] body) {
        return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    }

    /** Without what is common to texts, compressed bytes begin. */
    private static boolean looksLikeText(byte[] body) {
        int first = 0;
        while (first < body.length && body[first] >= 0 && body[first] <= ' ') {
            first++;
        }
        return first == body.length || body[first] == '<' || wide(body).isPresent() || isStrictUtf8(body);
    }

    /** As the standard says, or without its frame, as some servers have it. */
    private static byte[] inflated(byte[] body, int maxBytes) throws IOException {
        try {
            return bounded(new InflaterInputStream(new ByteArrayInputStream(body)), maxBytes);
        } catch (ZipException e) {
            Inflater raw = new Inflater(true);
            try {
                return bounded(new InflaterInputStream(new ByteArrayInputStream(body), raw), maxBytes);
            } finally {
                raw.end();
            }
        }
    }

    private static byte[] bounded(InputStream in, int maxBytes) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("the answer is longer than " + maxBytes + " bytes, unpacked");
            }
            return bytes;
        }
    }

    private static String decoded(byte[] body, Optional<String> type) {
        return wide(body)
                .map(charset -> new String(body, charset))
                .or(() -> strictly(body, StandardCharsets.UTF_8))
                .or(() -> type.flatMap(said -> named(HEADER_CHARSET, said)).flatMap(said -> strictly(body, said)))
                .or(() -> named(PROLOG_CHARSET, beginning(body)).flatMap(said -> strictly(body, said)))
                .orElseGet(() -> new String(body, LAST_GUESS));
    }

    /** Of two bytes for a character, one is zero in nearly all that the API says. */
    private static Optional<Charset> wide(byte[] body) {
        if (body.length < 4) {
            return Optional.empty();
        }
        boolean bigEndian = body[0] == (byte) 0xfe && body[1] == (byte) 0xff || body[0] == 0 && body[1] == '<';
        boolean littleEndian = body[0] == (byte) 0xff && body[1] == (byte) 0xfe || body[0] == '<' && body[1] == 0;
        if (bigEndian) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return littleEndian ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    private static boolean isStrictUtf8(byte[] body) {
        return strictly(body, StandardCharsets.UTF_8).isPresent();
    }

    private static Optional<String> strictly(byte[] body, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String beginning(byte[] body) {
        return new String(Arrays.copyOf(body, Math.min(body.length, PROLOG_BYTES)), StandardCharsets.ISO_8859_1);
    }

    private static Optional<Charset> named(Pattern where, String text) {
        Matcher matcher = where.matcher(text);
        return matcher.find() ? charset(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
