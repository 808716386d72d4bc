package io.roifilter.container.shop;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Compresses every answer, as filters of shops do: by a response of its own that it hands down the chain. */
public final class CompressingFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    /** For the container. */
    public CompressingFilter() {}

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Encoding", "gzip");
        try (GZIPOutputStream gzip = new GZIPOutputStream(response.getOutputStream())) {
            Compressed compressed = new Compressed(response, gzip);
            chain.doFilter(request, compressed);
            compressed.writer.flush();
        }
    }

    private static final class Compressed extends HttpServletResponseWrapper {
        private final GZIPOutputStream gzip;
        private final PrintWriter writer;

        Compressed(HttpServletResponse response, GZIPOutputStream gzip) throws IOException {
            super(response);
            this.gzip = gzip;
            writer = new PrintWriter(gzip, false, StandardCharsets.UTF_8);
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }

        /** The answer's length is another now. */
        @Override
        public void setContentLength(int length) {}

        @Override
        public void setContentLengthLong(long length) {}

        /** JSPs flush; the rest of the compressed answer comes later. */
        @Override
        public void flushBuffer() throws IOException {
            writer.flush();
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int b) throws IOException {
                    gzip.write(b);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
