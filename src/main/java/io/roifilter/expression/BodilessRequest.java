package io.roifilter.expression;

import io.roifilter.text.QueryString;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/**
 * A request whose body is out of reach, so that an expression evaluated before the application cannot take the body
 * away from it: parameters are those of the query string. Nor does it get a session.
 */
public final class BodilessRequest extends HttpServletRequestWrapper {
    private Map<String, String[]> parameters;

    /** @param request whose body stays its own */
    public BodilessRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            parameters = QueryString.parse(getQueryString());
        }
        return parameters;
    }

    @Override
    public String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String[] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    /** None is made for an expression: the application, which has not answered, may not want any. */
    @Override
    public HttpSession getSession(boolean create) {
        return super.getSession(false);
    }

    @Override
    public HttpSession getSession() {
        return super.getSession(false);
    }

    @Override
    public ServletInputStream getInputStream() {
        throw outOfReach();
    }

    @Override
    public BufferedReader getReader() {
        throw outOfReach();
    }

    @Override
    public Collection<Part> getParts() {
        throw outOfReach();
    }

    @Override
    public Part getPart(String name) {
        throw outOfReach();
    }

    private static IllegalStateException outOfReach() {
        return new IllegalStateException("the body belongs to the application, which has not read it yet");
    }
}
