package io.roifilter.page;

import io.roifilter.page.CopiedText.None;
import io.roifilter.page.CopiedText.Page;
import io.roifilter.page.CopiedText.Why;
import io.roifilter.text.OneLine;
import io.roifilter.text.Thrown;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.DataFormatException;

/**
 * The copy of one answer, made of what passes: whoever passes it on says here what it is before the container has it, and
 * nothing that happens here comes out or changes what the container gets. Bounded: of an answer longer than the limit, the
 * first half of that and the last are kept; the copy takes at most the limit and a quarter of it, and its text, once it is asked for,
 * as much as text takes.
 *
 * <p>What is worth a copy is decided at the first byte, by status, type and encoding of the answer. Bytes are kept as they are, and read
 * in the charset that the answer has in the end; characters are kept as UTF-8. Not thread-safe, as answers are not.
 */
public final class AnswerCopy {
    private static final int FIRST_REDIRECT = 300;
    private static final String LOCATION = "Location";

    /** Of a buffer, so much is copied at once. */
    private static final int PIECE = 8192;

    /** In place of a number of bytes. */
    public static final long UNCOUNTED = -1;

    private final int limit;
    private final HttpServletResponse response;
    private final boolean toHead;

    // Mutable state
    private boolean off; // for good
    private boolean ended;
    private int redirect; // the status of the redirect that it is or becomes; 0 if it is none
    private String location; // of that
    private boolean error;
    private boolean unseen;
    private String encoding; // of the content, as the application has said
    private None refusal; // of what begins with the first byte; null if it is copied
    private Throwable failure;
    private CopyStore kept; // null until the first byte, and where nothing is kept
    private CopiedText text; // null until asked for
    private long textLength; // of what it was made

    /**
     * @param limit in bytes
     * @param response of the container
     * @param toHead whether it has no body, whatever is written
     */
    public AnswerCopy(int limit, HttpServletResponse response, boolean toHead) {
        this.limit = limit;
        this.response = response;
        this.toHead = toHead;
    }

    /** One that copies nothing. */
    public static AnswerCopy none(HttpServletResponse response) {
        AnswerCopy none = new AnswerCopy(0, response, false);
        none.off = true;
        return none;
    }

    /** Whether it is of any use: it was asked for, and nothing has gone wrong. */
    public boolean isOn() {
        return !off;
    }

    /** A byte. */
    public void add(int b) {
        try {
            if (begins(false)) {
                kept.add(b);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Bytes. What cannot be written is no part of the answer: the container says so. */
    public void add(byte[] bytes, int offset, int length) {
        try {
            if (bytes != null && isRange(offset, length, bytes.length) && begins(false)) {
                kept.add(bytes, offset, length);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Bytes of a buffer, which is left as it is. */
    public void add(ByteBuffer bytes) {
        try {
            if (bytes != null && bytes.hasRemaining() && begins(false)) {
                ByteBuffer left = bytes.duplicate();
                byte[] piece = new byte[Math.min(PIECE, left.remaining())];
                while (left.hasRemaining()) {
                    int length = Math.min(piece.length, left.remaining());
                    left.get(piece, 0, length);
                    kept.add(piece, 0, length);
                }
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /**
     * Characters that become bytes.
     *
     * @param inItsCharset whether in that of the answer, else in Latin-1
     */
    public void addPrinted(String text, boolean inItsCharset) {
        try {
            if (!text.isEmpty() && begins(false)) {
                byte[] bytes = text.getBytes(
                        inItsCharset ? Charset.forName(response.getCharacterEncoding()) : StandardCharsets.ISO_8859_1);
                kept.add(bytes, 0, bytes.length);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** A character. */
    public void append(int c) {
        try {
            if (begins(true)) {
                kept.append(c);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /**
     * Characters of a text.
     *
     * @return in how many bytes they are kept, as UTF-8; {@link #UNCOUNTED} if they are not kept
     */
    public long append(String text, int offset, int length) {
        try {
            return text != null && isRange(offset, length, text.length()) && begins(true)
                    ? kept.append(text, offset, length)
                    : UNCOUNTED;
        } catch (Throwable e) {
            return fail(e);
        }
    }

    /**
     * Characters of an array.
     *
     * @return in how many bytes, as above
     */
    public long append(char[] buffer, int offset, int length) {
        try {
            return buffer != null && isRange(offset, length, buffer.length) && begins(true)
                    ? kept.append(buffer, offset, length)
                    : UNCOUNTED;
        } catch (Throwable e) {
            return fail(e);
        }
    }

    /**
     * Formats once more what the container has formatted into the answer. To be called after that, as what the
     * arguments say of themselves may be another thing the second time.
     */
    public void format(Locale locale, String format, Object... arguments) {
        try {
            if (begins(true)) {
                kept.format(locale, format, arguments);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** A header that the application sets or adds. */
    public void header(String name, String value) {
        if (!off && "Content-Encoding".equalsIgnoreCase(name)) {
            encoding = value;
            if (kept != null && kept.length() > 0) {
                refuse("set after the first byte");
            }
        }
    }

    /** What was written is forgotten. */
    public void resetBuffer() {
        release();
        refusal = null;
        ended = false;
    }

    /** So are headers and status. */
    public void reset() {
        resetBuffer();
        encoding = null;
        error = false;
    }

    /** Becomes a redirect; the container says so only when it is on its way. */
    public void redirect(int status, String target) {
        redirect = status;
        location = target;
        text = null;
    }

    /** After all does not, as the container refuses that. */
    public void noRedirect() {
        redirect(0, null);
    }

    /** The application has sent an error, whose page is none of this answer. */
    public void sendError() {
        resetBuffer();
        error = true;
        ended = true;
    }

    /** What is written from here on is not sent. */
    public void close() {
        ended = true;
    }

    /** Some of the answer may be written to a response that has nobody who would pass it on here. */
    public void mayBeUnseen() {
        unseen = true;
    }

    /** Nothing more will be asked. */
    public void release() {
        text = null;
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** What there is to read, so far. Made anew only if something has come since. */
    public CopiedText text() {
        try {
            long length = kept == null ? 0 : kept.length();
            if (!(text instanceof Page) || textLength != length) {
                text = read();
                textLength = length;
            }
            return text;
        } catch (Throwable e) {
            fail(e);
            return failed();
        }
    }

    /** What to tell an operator of the text that was read, once; null if nothing, or if it was never asked for. */
    public CopiedText.Trouble trouble() {
        return text == null ? null : text.trouble();
    }

    /** The answer's status. */
    public int status() {
        int status = response.getStatus();
        return redirect != 0 && status < FIRST_REDIRECT ? redirect : status;
    }

    /** A header of the answer; null if it has none of that name. Where a redirect leads is told as the application has said it. */
    public String header(String name) {
        return location != null && LOCATION.equalsIgnoreCase(name) ? location : response.getHeader(name);
    }

    /** The answer's type with its charset; null if it has none. */
    String contentType() {
        return response.getContentType();
    }

    /** The names of the answer's headers. */
    public Collection<String> headerNames() {
        if (location == null) {
            return response.getHeaderNames();
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(response.getHeaderNames());
        names.add(LOCATION);
        return names;
    }

    private CopiedText read() {
        if (failure != null) {
            return failed();
        }
        if (off) {
            return new None(Why.NOT_ASKED, "");
        }
        if (refusal != null) {
            return refusal;
        }
        Optional<None> refused = CopyDecision.refusal(response, redirect != 0, error);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (kept == null || kept.length() == 0) {
            return new None(unseen ? Why.UNSEEN : Why.NO_BODY, "");
        }
        return kept.text(response.getContentType());
    }

    /** Whether what comes now is copied; decides that if it is the first. */
    private boolean begins(boolean ofCharacters) {
        if (off || ended || refusal != null) {
            return false;
        }
        if (kept == null || kept.isOfCharacters() != ofCharacters) {
            release(); // a container that forwards may have forgotten the other kind without a word
            kept = toHead ? refuse(new None(Why.NO_BODY, "")) : store(ofCharacters);
        }
        return kept != null;
    }

    /** What is decided at the first byte; null if nothing is to be kept. */
    private CopyStore store(boolean ofCharacters) {
        Optional<None> why = CopyDecision.refusal(response, redirect != 0, error);
        if (why.isPresent()) {
            return refuse(why.get());
        }
        String coding = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        if (coding.isEmpty() || coding.equals("identity")) {
            return ofCharacters ? CopyStore.ofCharacters(limit) : CopyStore.ofBytes(limit);
        }
        boolean gzip = coding.equals("gzip") || coding.equals("x-gzip");
        return !ofCharacters && (gzip || coding.equals("deflate"))
                ? CopyStore.ofCompressed(gzip, limit)
                : refuse("not known here");
    }

    private CopyStore refuse(String reason) {
        return refuse(new None(Why.ENCODED, "Content-Encoding " + OneLine.of(encoding + ", " + reason, 200)));
    }

    private CopyStore refuse(None why) {
        release();
        refusal = why;
        return null;
    }

    private static boolean isRange(int offset, int length, int size) {
        return offset >= 0 && length > 0 && length <= size - offset;
    }

    /**
     * On the thread that writes, which may have no stack or memory left to say more.
     *
     * @return {@link #UNCOUNTED}
     */
    private long fail(Throwable thrown) {
        if (thrown instanceof DataFormatException) {
            refuse(thrown.getMessage());
        } else {
            off = true;
            kept = null; // a cleaner gives back what an inflater has
            failure = thrown;
        }
        return UNCOUNTED;
    }

    private None failed() {
        return new None(Why.FAILED, Thrown.typeAndPlace(failure));
    }
}
