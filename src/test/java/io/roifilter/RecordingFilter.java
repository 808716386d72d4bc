package io.roifilter;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/** Writes down which methods with consequences for the application are called on the request. */
final class RecordingFilter implements Filter {
    private static final String CALLS = RecordingFilter.class.getName();

    /** The calls so far, of filters between this one and the caller. */
    static List<String> calls(HttpServletRequest request) {
        return List.copyOf(((RecordingRequest) request.getAttribute(CALLS)).calls);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RecordingRequest recording = new RecordingRequest((HttpServletRequest) request);
        request.setAttribute(CALLS, recording);
        chain.doFilter(recording, response);
    }

    private static final class RecordingRequest extends HttpServletRequestWrapper {
        final List<String> calls = new ArrayList<>();

        RecordingRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getParameter(String name) {
            calls.add("getParameter");
            return super.getParameter(name);
        }

        @Override
        public String[] getParameterValues(String name) {
            calls.add("getParameterValues");
            return super.getParameterValues(name);
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            calls.add("getParameterMap");
            return super.getParameterMap();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            calls.add("getParameterNames");
            return super.getParameterNames();
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            calls.add("getInputStream");
            return super.getInputStream();
        }

        @Override
        public BufferedReader getReader() throws IOException {
            calls.add("getReader");
            return super.getReader();
        }

        @Override
        public Collection<Part> getParts() throws IOException, ServletException {
            calls.add("getParts");
            return super.getParts();
        }

        @Override
        public Part getPart(String name) throws IOException, ServletException {
            calls.add("getPart");
            return super.getPart(name);
        }

        @Override
        public HttpSession getSession() {
            calls.add("getSession");
            return super.getSession();
        }

        @Override
        public HttpSession getSession(boolean create) {
            if (create) {
                calls.add("getSession(true)");
            }
            return super.getSession(create);
        }
    }
}
