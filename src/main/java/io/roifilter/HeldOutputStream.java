package io.roifilter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** The container's stream, watched for the end of the answer. */
final class HeldOutputStream extends ServletOutputStream {
    private static final int LINE_BREAK = 2;

    private final ServletOutputStream delegate;
    private final AnswerEnd end;
    private final BooleanSupplier bodiless;

    HeldOutputStream(ServletOutputStream delegate, AnswerEnd end, BooleanSupplier bodiless) {
        this.delegate = delegate;
        this.end = end;
        this.bodiless = bodiless;
    }

    ServletOutputStream delegate() {
        return delegate;
    }

    @Override
    public void write(int b) throws IOException {
        end.write(1);
        delegate.write(b);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        end.write(bytes == null ? 0 : bytes.length); // the container throws, in its own words
        delegate.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        end.write(Math.max(0, length));
        delegate.write(bytes, offset, length);
    }

    /** The container's since Servlet 6.1. What would be inherited there is not for blocking streams: Tomcat's is never ready. */
    public void write(ByteBuffer bytes) throws IOException {
        end.writeAtOnce(bytes == null ? 0 : bytes.remaining());
        ServletSince61.write(delegate, bytes);
    }

    /** Jetty encodes text by the answer's charset, where others write Latin-1. */
    @Override
    public void print(String text) throws IOException {
        String printed = String.valueOf(text);
        end.writeUtf8(printed, 0, printed.length());
        delegate.print(text);
    }

    @Override
    public void println() throws IOException {
        end.write(LINE_BREAK);
        delegate.println();
    }

    @Override
    public void flush() throws IOException {
        end.flush(bodiless.getAsBoolean());
        delegate.flush();
    }

    @Override
    public void close() throws IOException {
        end.close();
        delegate.close();
    }

    @Override
    public boolean isReady() {
        return delegate.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        delegate.setWriteListener(listener);
    }
}
