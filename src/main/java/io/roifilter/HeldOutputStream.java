package io.roifilter;

import io.roifilter.page.AnswerCopy;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** The container's stream, watched for the end of the answer, and copied before that as it may be read there. */
final class HeldOutputStream extends ServletOutputStream {
    private static final int LINE_BREAK = 2;

    private final ServletOutputStream delegate;
    private final AnswerCopy copy;
    private final AnswerEnd end;
    private final BooleanSupplier bodiless;

    HeldOutputStream(ServletOutputStream delegate, AnswerCopy copy, AnswerEnd end, BooleanSupplier bodiless) {
        this.delegate = delegate;
        this.copy = copy;
        this.end = end;
        this.bodiless = bodiless;
    }

    ServletOutputStream delegate() {
        return delegate;
    }

    @Override
    public void write(int b) throws IOException {
        copy.add(b);
        end.write(1);
        delegate.write(b);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        int length = bytes == null ? 0 : bytes.length; // the container throws, in its own words
        copy.add(bytes, 0, length);
        end.write(length);
        delegate.write(bytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        copy.add(bytes, offset, length);
        end.write(Math.max(0, length));
        delegate.write(bytes, offset, length);
    }

    /** The container's since Servlet 6.1. What would be inherited there is not for blocking streams: Tomcat's is never ready. */
    public void write(ByteBuffer bytes) throws IOException {
        copy.add(bytes);
        end.writeAtOnce(bytes == null ? 0 : bytes.remaining());
        ServletSince61.write(delegate, bytes);
    }

    /** Jetty encodes text by the answer's charset, where others write Latin-1. */
    @Override
    public void print(String text) throws IOException {
        String printed = String.valueOf(text);
        int length = printed.length();
        int bytes = AnswerEnd.utf8Bytes(printed, 0, length);
        copy.addPrinted(printed, bytes > length && hasPrintOfItsOwn());
        if (bytes > length) {
            end.writeAtMost(bytes);
        } else {
            end.write(length);
        }
        delegate.print(text);
    }

    @Override
    public void println() throws IOException {
        copy.addPrinted("\r\n", false);
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
        copy.close();
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

    private boolean hasPrintOfItsOwn() {
        try {
            return delegate.getClass().getMethod("print", String.class).getDeclaringClass()
                    != ServletOutputStream.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
