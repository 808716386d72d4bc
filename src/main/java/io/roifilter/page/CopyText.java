package io.roifilter.page;

import io.roifilter.page.CopiedText.None;
import io.roifilter.page.CopiedText.Page;
import io.roifilter.page.CopiedText.Why;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes text of what was copied. */
final class CopyText {
    private static final char MARK = '\ufeff';
    private static final int MAX_CHARACTER = 4; // bytes

    private CopyText() {}

    /**
     * @param charset in which characters were kept; null if the application wrote bytes
     * @param contentType of the answer; may be null
     */
    static CopiedText of(CopyHalves copied, Charset charset, String contentType) {
        if (!copied.isWhole() && CopyTypes.isJson(contentType)) {
            return new None(Why.TOO_LARGE, "");
        }
        boolean markup = CopyTypes.isMarkup(contentType);
        byte[] first = copied.isWhole() ? copied.first(markup) : withoutPart(copied.first(markup));
        Charset of = charset == null ? CopyCharset.of(first, contentType) : charset;
        if (copied.isWhole()) {
            return new Page(withoutMark(new String(first, of)), true);
        }
        String begin = withoutMark(new String(first, of));
        if (!CopyCharset.hasAscii(of)) {
            return new Page(begin, false); // where the rest begins cannot be told
        }
        return new Page(begin + "\n" + last(copied.last(markup), of), false);
    }

    /** Without the first bytes of a character at its end. */
    private static byte[] withoutPart(byte[] bytes) {
        int end = bytes.length;
        while (end > Math.max(0, bytes.length - MAX_CHARACTER) && bytes[end - 1] < 0) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }

    /** Without the last bytes of a character at its beginning. */
    private static String last(byte[] bytes, Charset charset) {
        int from = 0;
        while (charset.equals(StandardCharsets.UTF_8)
                && from < Math.min(MAX_CHARACTER, bytes.length)
                && bytes[from] < (byte) 0xc0) {
            from++;
        }
        return new String(Arrays.copyOfRange(bytes, from, bytes.length), charset);
    }

    private static String withoutMark(String text) {
        return text.isEmpty() || text.charAt(0) != MARK ? text : text.substring(1);
    }
}
