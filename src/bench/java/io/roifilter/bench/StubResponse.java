package io.roifilter.bench;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** An answer that is fine. */
final class StubResponse extends HttpServletResponseWrapper {
    StubResponse() {
        super(Unexpected.calls(HttpServletResponse.class));
    }

    @Override
    public int getStatus() {
        return SC_OK;
    }

    @Override
    public int getBufferSize() {
        return 8192;
    }
}
