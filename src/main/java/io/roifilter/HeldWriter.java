package io.roifilter;

import io.roifilter.page.AnswerCopy;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * The container's writer, watched for the end of the answer, and copied before that as it may be read there. Each call goes to it as it came: a second writer around it
 * would have a buffer and an error state of its own.
 */
final class HeldWriter extends PrintWriter {
    private final PrintWriter delegate;
    private final AnswerCopy copy;
    private final AnswerEnd end;
    private final BooleanSupplier bodiless;
    private final double bytesPerChar; // the most; of UTF-8, which most pages are in, each is counted
    private final boolean utf8;
    private final HttpServletResponse response;

    /** @param response tells in which encoding the container writes, and by which locale it formats */
    HeldWriter(
            PrintWriter delegate,
            AnswerCopy copy,
            AnswerEnd end,
            BooleanSupplier bodiless,
            HttpServletResponse response) {
        super(delegate);
        this.delegate = delegate;
        this.copy = copy;
        this.response = response;
        this.end = end;
        this.bodiless = bodiless;
        Charset charset = charset(response.getCharacterEncoding());
        utf8 = charset.equals(StandardCharsets.UTF_8);
        bytesPerChar = charset.newEncoder().maxBytesPerChar();
    }

    PrintWriter delegate() {
        return delegate;
    }

    @Override
    public void write(int c) {
        copy.append(c);
        if (utf8) {
            end.write(AnswerEnd.utf8Bytes((char) c));
        } else {
            writeMost(1);
        }
        delegate.write(c);
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        count(copy.append(buffer, offset, length), sequence(buffer), offset, offset + length);
        delegate.write(buffer, offset, length);
    }

    @Override
    public void write(char[] buffer) {
        int length = buffer == null ? 0 : buffer.length;
        count(copy.append(buffer, 0, length), sequence(buffer), 0, length);
        delegate.write(buffer);
    }

    @Override
    public void write(String text, int offset, int length) {
        count(copy.append(text, offset, length), text, offset, offset + length);
        delegate.write(text, offset, length);
    }

    @Override
    public void write(String text) {
        int length = text == null ? 0 : text.length();
        count(copy.append(text, 0, length), text, 0, length);
        delegate.write(text);
    }

    @Override
    public void println() {
        String separator = System.lineSeparator();
        count(copy.append(separator, 0, separator.length()), separator, 0, separator.length());
        delegate.println();
    }

    /** By the container, which has a locale of its own for this. */
    @Override
    public PrintWriter format(String format, Object... arguments) {
        end.writeUncounted();
        delegate.format(format, arguments);
        copy.format(localeOfFormats(), format, arguments);
        return this;
    }

    @Override
    public PrintWriter format(Locale locale, String format, Object... arguments) {
        end.writeUncounted();
        delegate.format(locale, format, arguments);
        copy.format(locale, format, arguments);
        return this;
    }

    @Override
    public void flush() {
        end.flush(bodiless.getAsBoolean());
        delegate.flush();
    }

    @Override
    public void close() {
        end.close();
        copy.close();
        delegate.close();
    }

    /** Which flushes. */
    @Override
    public boolean checkError() {
        end.flush(bodiless.getAsBoolean());
        return delegate.checkError();
    }

    /**
     * Of what cannot be written nothing is: the container says so, in its own words.
     *
     * @param copied in how many bytes of UTF-8, so that they need not be counted; {@link AnswerCopy#UNCOUNTED} if not at all
     */
    private void count(long copied, CharSequence text, int from, int to) {
        if (utf8 && copied != AnswerCopy.UNCOUNTED) {
            end.write(copied);
            return;
        }
        if (text == null || from < 0 || to < from || to > text.length()) {
            return;
        }
        if (utf8) {
            end.writeUtf8(text, from, to);
        } else {
            writeMost(to - from);
        }
    }

    private static CharSequence sequence(char[] buffer) {
        return buffer == null ? null : CharBuffer.wrap(buffer);
    }

    private void writeMost(int chars) {
        if (bytesPerChar == 1) {
            end.write(chars);
        } else {
            end.writeAtMost((long) Math.ceil(chars * bytesPerChar));
        }
    }

    /** Jetty's writer formats by the locale of the answer. */
    private Locale localeOfFormats() {
        try {
            Class<?> owner = delegate.getClass()
                    .getMethod("format", String.class, Object[].class)
                    .getDeclaringClass();
            return owner == PrintWriter.class ? Locale.getDefault(Locale.Category.FORMAT) : response.getLocale();
        } catch (NoSuchMethodException e) {
            return Locale.ROOT;
        }
    }

    private static Charset charset(String encoding) {
        try {
            Charset charset = Charset.forName(encoding);
            return charset.canEncode() ? charset : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8; // the container writes in it all the same; as good a guess as any
        }
    }
}
