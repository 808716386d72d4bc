package io.roifilter.bench;

import io.roifilter.RoiInsertFilter;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a confirmation page of 64 KiB pays after a click, passed on and copied as well: at most 25 µs more. It is written in
 * pieces of 8 KiB, as JSPs are, and confirms nothing, so that no order is stored.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PageCopyBenchmark {
    private static final int QUEUE_CAPACITY = 10;
    private static final int PIECE = 8192;
    private static final int PIECES = 8;

    /** Whether an expression names the page. */
    @Param({"false", "true"})
    private boolean copied;

    private final RoiInsertFilter filter = new RoiInsertFilter();
    private final String text = "<p>thank you, 42</p>\n".repeat(400).substring(0, PIECE);
    private final char[] characters = text.toCharArray();
    private final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    private final Answer answer = new Answer();
    private StubRequest request;
    private TemporaryDirectory directory;

    @Setup
    public void start() throws IOException, ServletException {
        directory = new TemporaryDirectory();
        filter.init(StubDeployment.reporting(directory.path(), QUEUE_CAPACITY)
                .with(Map.of("when", copied ? "${page.status == 404}" : "${order.status == 404}")));
        request = new StubRequest(
                "roi_data=echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9", new Cookie("a", "b"));
    }

    @TearDown
    public void stop() throws IOException {
        filter.destroy();
        directory.close();
    }

    @Benchmark
    public long bytes() throws IOException, ServletException {
        request.recycle();
        filter.doFilter(request, answer, (held, response) -> {
            ServletOutputStream out = response.getOutputStream();
            for (int i = 0; i < PIECES; i++) {
                out.write(bytes, 0, PIECE);
            }
        });
        return answer.written;
    }

    @Benchmark
    public long text() throws IOException, ServletException {
        request.recycle();
        filter.doFilter(request, answer, (held, response) -> {
            PrintWriter out = response.getWriter();
            for (int i = 0; i < PIECES; i++) {
                out.write(text, 0, PIECE);
            }
        });
        return answer.written;
    }

    /** As JSPs write. */
    @Benchmark
    public long characters() throws IOException, ServletException {
        request.recycle();
        filter.doFilter(request, answer, (held, response) -> {
            PrintWriter out = response.getWriter();
            for (int i = 0; i < PIECES; i++) {
                out.write(characters, 0, PIECE);
            }
        });
        return answer.written;
    }

    /** Counts what is written, as next to nothing. */
    private static final class Answer extends HttpServletResponseWrapper {
        private long written;
        private final PrintWriter writer = new PrintWriter(new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) {
                written += length;
            }

            @Override
            public void write(String piece, int offset, int length) {
                written += length;
            }

            @Override
            public void flush() {
                // Nothing is kept.
            }

            @Override
            public void close() {
                // Nor is it here.
            }
        });

        private final ServletOutputStream stream = new ServletOutputStream() {
            @Override
            public void write(int b) {
                written++;
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
                written += length;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new IllegalStateException("blocking");
            }
        };

        Answer() {
            super(Unexpected.calls(HttpServletResponse.class));
        }

        @Override
        public int getStatus() {
            return SC_OK;
        }

        @Override
        public int getBufferSize() {
            return PIECE;
        }

        @Override
        public String getContentType() {
            return "text/html;charset=UTF-8";
        }

        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public String getHeader(String name) {
            return null;
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return stream;
        }
    }
}
