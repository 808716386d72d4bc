package io.roifilter.testing;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes a page when it may, a piece at a time and without ever waiting, and completes the answer then. */
public final class WriteWhenReady implements WriteListener {
    private final AsyncContext async;
    private final byte[] page;
    private final int piece;
    private int written;

    public WriteWhenReady(AsyncContext async, String page, int piece) {
        this.async = async;
        this.page = page.getBytes(StandardCharsets.US_ASCII);
        this.piece = piece;
    }

    @Override
    public void onWritePossible() throws IOException {
        ServletOutputStream out = async.getResponse().getOutputStream();
        while (out.isReady()) {
            if (written == page.length) {
                async.complete();
                return;
            }
            int length = Math.min(piece, page.length - written);
            out.write(page, written, length);
            written += length;
        }
    }

    @Override
    public void onError(Throwable failure) {
        async.complete();
    }
}
