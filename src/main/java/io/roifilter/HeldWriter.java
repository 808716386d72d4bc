package io.roifilter;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The container's writer, watched for the end of the answer. Each call goes to it as it came: a second writer around it
 * would have a buffer and an error state of its own.
 */
final class HeldWriter extends PrintWriter {
    private final PrintWriter delegate;
    private final AnswerEnd end;
    private final Charset charset;

    /** @param encoding in which the container writes */
    HeldWriter(PrintWriter delegate, AnswerEnd end, String encoding) {
        super(delegate);
        this.delegate = delegate;
        this.end = end;
        charset = charset(encoding);
    }

    PrintWriter delegate() {
        return delegate;
    }

    @Override
    public void write(int c) {
        end.write(CharBuffer.wrap(new char[] {(char) c}), 0, 1, charset);
        delegate.write(c);
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        end.write(CharBuffer.wrap(buffer), offset, offset + length, charset);
        delegate.write(buffer, offset, length);
    }

    @Override
    public void write(char[] buffer) {
        end.write(CharBuffer.wrap(buffer), 0, buffer.length, charset);
        delegate.write(buffer);
    }

    @Override
    public void write(String text, int offset, int length) {
        end.write(text, offset, offset + length, charset);
        delegate.write(text, offset, length);
    }

    @Override
    public void write(String text) {
        end.write(text, 0, text.length(), charset);
        delegate.write(text);
    }

    @Override
    public void println() {
        end.write(System.lineSeparator(), 0, System.lineSeparator().length(), charset);
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
        end.flush(false);
        delegate.flush();
    }

    @Override
    public void close() {
        end.close();
        delegate.close();
    }

    @Override
    public boolean checkError() {
        return delegate.checkError();
    }

    private static Charset charset(String encoding) {
        try {
            return Charset.forName(encoding);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8; // the container writes in it all the same; as good a guess as any
        }
    }
}
