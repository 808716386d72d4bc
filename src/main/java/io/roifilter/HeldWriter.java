package io.roifilter;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * The container's writer, watched for the end of the answer. Each call goes to it as it came: a second writer around it
 * would have a buffer and an error state of its own.
 */
final class HeldWriter extends PrintWriter {
    private final PrintWriter delegate;
    private final AnswerEnd end;
    private final BooleanSupplier bodiless;
    private final double bytesPerChar; // the most; of UTF-8, which most pages are in, each is counted
    private final boolean utf8;

    /** @param encoding in which the container writes */
    HeldWriter(PrintWriter delegate, AnswerEnd end, BooleanSupplier bodiless, String encoding) {
        super(delegate);
        this.delegate = delegate;
        this.end = end;
        this.bodiless = bodiless;
        Charset charset = charset(encoding);
        utf8 = charset.equals(StandardCharsets.UTF_8);
        bytesPerChar = charset.newEncoder().maxBytesPerChar();
    }

    PrintWriter delegate() {
        return delegate;
    }

    @Override
    public void write(int c) {
        end.write(utf8 ? AnswerEnd.utf8Bytes((char) c) : most(1));
        delegate.write(c);
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        count(sequence(buffer), offset, offset + length);
        delegate.write(buffer, offset, length);
    }

    @Override
    public void write(char[] buffer) {
        count(sequence(buffer), 0, buffer == null ? 0 : buffer.length);
        delegate.write(buffer);
    }

    @Override
    public void write(String text, int offset, int length) {
        count(text, offset, offset + length);
        delegate.write(text, offset, length);
    }

    @Override
    public void write(String text) {
        count(text, 0, text == null ? 0 : text.length());
        delegate.write(text);
    }

    @Override
    public void println() {
        count(System.lineSeparator(), 0, System.lineSeparator().length());
        delegate.println();
    }

    /** By the container, which has a locale of its own for this. */
    @Override
    public PrintWriter format(String format, Object... arguments) {
        end.writeUncounted();
        delegate.format(format, arguments);
        return this;
    }

    @Override
    public PrintWriter format(Locale locale, String format, Object... arguments) {
        end.writeUncounted();
        delegate.format(locale, format, arguments);
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
        delegate.close();
    }

    /** Which flushes. */
    @Override
    public boolean checkError() {
        end.flush(bodiless.getAsBoolean());
        return delegate.checkError();
    }

    /** Of what cannot be written nothing is: the container says so, in its own words. */
    private void count(CharSequence text, int from, int to) {
        if (text == null || from < 0 || to < from || to > text.length()) {
            return;
        }
        if (utf8) {
            end.writeUtf8(text, from, to);
        } else {
            end.write(most(to - from));
        }
    }

    private static CharSequence sequence(char[] buffer) {
        return buffer == null ? null : CharBuffer.wrap(buffer);
    }

    private long most(int chars) {
        return (long) Math.ceil(chars * bytesPerChar);
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
