package io.roifilter.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The charset of a page that was written as bytes, found as browsers find it: a byte order mark (which outweighs what is
 * declared: WHATWG Encoding, "decode"), what the answer declares, UTF-8 for JSON (RFC 8259, section 8.1), what the page
 * declares in its first KiB, and else UTF-8 if it is that, or windows-1252.
 */
final class CopyCharset {
    private static final int LOOKED_AT = 1024; // WHATWG HTML, "prescan a byte stream"
    private static final Pattern DECLARED = Pattern.compile(
            "(?i)<meta\\s[^>]*?charset\\s*=\\s*[\"']?\\s*([\\w:.-]+)|^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([\\w:.-]+)");
    private static final Pattern WINDOWS = Pattern.compile("(?i)iso-?8859-1|latin-?1|(?:us-)?ascii");
    private static final Pattern WIDE = Pattern.compile("(?i)utf-?(?:16|32).*");

    private CopyCharset() {}

    /** @param contentType of the answer; may be null */
    static Charset of(byte[] page, String contentType) {
        Optional<Charset> charset =
                byMark(page).or(() -> CopyTypes.charset(contentType).flatMap(CopyCharset::named));
        if (charset.isEmpty() && !CopyTypes.isJson(contentType)) {
            charset = declaredIn(page);
        }
        return charset.orElseGet(() -> isUtf8(page) ? StandardCharsets.UTF_8 : windows());
    }

    /** Whether text in it has bytes of ASCII for what is in ASCII. */
    static boolean hasAscii(Charset charset) {
        return !WIDE.matcher(charset.name()).matches();
    }

    private static Optional<Charset> byMark(byte[] page) {
        if (begins(page, 0xef, 0xbb, 0xbf)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        return begins(page, 0xfe, 0xff) || begins(page, 0xff, 0xfe)
                ? Optional.of(StandardCharsets.UTF_16) // which reads the mark
                : Optional.empty();
    }

    private static boolean begins(byte[] page, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= page.length || (page[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Charset> declaredIn(byte[] page) {
        Matcher declared =
                DECLARED.matcher(new String(page, 0, Math.min(page.length, LOOKED_AT), StandardCharsets.ISO_8859_1));
        if (!declared.find()) {
            return Optional.empty();
        }
        String name = declared.group(1) == null ? declared.group(2) : declared.group(1);
        // It could not be read if it were in one of those.
        return WIDE.matcher(name).matches() ? Optional.of(StandardCharsets.UTF_8) : named(name);
    }

    /** As browsers take names: nobody means the control characters of Latin-1 (WHATWG Encoding, "names and labels"). */
    private static Optional<Charset> named(String name) {
        try {
            return Optional.of(
                    WINDOWS.matcher(name).matches() ? windows() : Charset.forName(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** But for a character that may be cut off at the end. */
    private static boolean isUtf8(byte[] page) {
        ByteBuffer bytes = ByteBuffer.wrap(page);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return page.length - bytes.position() < 4 && page.length > 4;
        }
    }

    private static Charset windows() {
        return Charset.isSupported("windows-1252") ? Charset.forName("windows-1252") : StandardCharsets.ISO_8859_1;
    }
}
