package io.roifilter.bench;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.util.HashMap;
import java.util.Map;

/** A GET without a session whose answers cost next to nothing, so that what is measured is the filter. */
final class StubRequest extends HttpServletRequestWrapper {
    private final Map<String, Object> attributes = new HashMap<>();
    private final String queryString;
    private final Cookie[] cookies;

    StubRequest(String queryString, Cookie... cookies) {
        super(Unexpected.calls(HttpServletRequest.class));
        this.queryString = queryString;
        this.cookies = cookies;
    }

    /** As a container does before it uses a request object again. */
    void recycle() {
        attributes.clear();
    }

    @Override
    public String getQueryString() {
        return queryString;
    }

    @Override
    public Cookie[] getCookies() {
        return cookies;
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
