package io.roifilter.bench;

import io.roifilter.RoiCaptureFilter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A click on a link in an email: the cookie that orders come with is the one that the capture filter has set for it. */
final class Click {
    private Click() {}

    /** Set by a filter of an application of its own. */
    static Cookie cookie() throws IOException, ServletException {
        RoiCaptureFilter filter = new RoiCaptureFilter();
        filter.init(StubDeployment.withoutSettings());
        try {
            return cookie(filter);
        } finally {
            filter.destroy();
        }
    }

    static Cookie cookie(RoiCaptureFilter filter) throws IOException, ServletException {
        String query = "roi_data=" + URLEncoder.encode(Orders.ROI_DATA, StandardCharsets.UTF_8);
        Answer answer = new Answer();
        filter.doFilter(new StubRequest(query), answer, new StubChain());
        String pair = answer.cookies.get(0).split(";", 2)[0];
        int equals = pair.indexOf('=');
        return new Cookie(pair.substring(0, equals), pair.substring(equals + 1));
    }

    /** Keeps the cookie. */
    private static final class Answer extends HttpServletResponseWrapper {
        private final List<String> cookies = new ArrayList<>();

        Answer() {
            super(Unexpected.calls(HttpServletResponse.class));
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equals("Set-Cookie")) {
                cookies.add(value);
            }
        }

        @Override
        public void setHeader(String name, String value) {
            // That the answer is not for shared caches.
        }

        @Override
        public boolean containsHeader(String name) {
            return false;
        }

        @Override
        public List<String> getHeaderNames() {
            return List.of();
        }
    }
}
