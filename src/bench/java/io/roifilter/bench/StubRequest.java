package io.roifilter.bench;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A GET without a session whose answers cost next to nothing, so that what is measured is the filter. */
final class StubRequest extends HttpServletRequestWrapper {
    private final Map<String, Object> attributes = new HashMap<>();
    private final String queryString;
    private final Cookie[] cookies;
    private final Header cookieHeader;

    /** The same each time, begun anew. */
    private static final class Header implements Enumeration<String> {
        private final String value;
        private boolean more;

        Header(String value) {
            this.value = value;
        }

        @Override
        public boolean hasMoreElements() {
            return more;
        }

        @Override
        public String nextElement() {
            more = false;
            return value;
        }
    }

    StubRequest(String queryString, Cookie... cookies) {
        super(Unexpected.calls(HttpServletRequest.class));
        this.queryString = queryString;
        this.cookies = cookies;
        cookieHeader = new Header(Arrays.stream(cookies)
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ")));
    }

    /** As a container does before it uses a request object again. */
    void recycle() {
        attributes.replaceAll((name, value) -> null);
    }

    @Override
    public String getQueryString() {
        return queryString;
    }

    @Override
    public Cookie[] getCookies() {
        return cookies;
    }

    /** The header that the cookies were in; there is no other. */
    @Override
    public Enumeration<String> getHeaders(String name) {
        cookieHeader.more = true;
        return name.equals("Cookie") ? cookieHeader : Collections.emptyEnumeration();
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String getServerName() {
        return "shop.example.com";
    }

    @Override
    public String getHeader(String name) {
        return null;
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public String getRequestURI() {
        return "/thank-you";
    }

    @Override
    public String getMethod() {
        return "GET";
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return true;
    }

    @Override
    public String getContentType() {
        return null;
    }

    @Override
    public Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public HttpSession getSession(boolean create) {
        return null;
    }

    @Override
    public boolean isAsyncStarted() {
        return false;
    }
}
