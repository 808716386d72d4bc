package io.roifilter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;

/**
 * The request of a {@link Confirmation} as the application sees it: it tells the confirmation when an asynchronous answer
 * ends, before the session or an attribute is taken away, and that the body has been asked for. All else is the container's.
 */
final class HeldRequest extends HttpServletRequestWrapper {
    private final Confirmation confirmation;
    private final HeldResponse response;
    private HeldSession session; // null until asked for
    private HttpSession shownSession;

    HeldRequest(HttpServletRequest request, HeldResponse response, Confirmation confirmation) {
        super(request);
        this.response = response;
        this.confirmation = confirmation;
        ServletSince61.prepare();
        HeldSession.prepare();
    }

    /** The confirmation that a request is part of already, on this route; null if none. */
    static Confirmation confirmation(ServletRequest request, ReportRoute route) {
        ServletRequest at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            if (wrapper instanceof HeldRequest held && held.confirmation.route() == route) {
                return held.confirmation;
            }
            at = wrapper.getRequest();
        }
        return null;
    }

    @Override
    public AsyncContext startAsync() {
        confirmation.copy().mayBeUnseen();
        return held(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest otherRequest, ServletResponse otherResponse) {
        return held(super.startAsync(otherRequest, otherResponse));
    }

    @Override
    public AsyncContext getAsyncContext() {
        return held(super.getAsyncContext());
    }

    @Override
    public HttpSession getSession() {
        return held(super.getSession());
    }

    @Override
    public HttpSession getSession(boolean create) {
        return held(super.getSession(create));
    }

    @Override
    public void removeAttribute(String name) {
        confirmation.attributeChanges(name, null);
        super.removeAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        confirmation.attributeChanges(name, value);
        super.setAttribute(name, value);
    }

    @Override
    public RequestDispatcher getRequestDispatcher(String path) {
        RequestDispatcher dispatcher = super.getRequestDispatcher(path);
        return dispatcher == null ? null : new HeldDispatcher(dispatcher, response);
    }

    /** May end the session, or put a new one in its place, by an object that is not ours: Spring Security does; so may a login. */
    @Override
    public void logout() throws ServletException {
        confirmation.sessionGoes();
        super.logout();
    }

    @Override
    public void login(String user, String password) throws ServletException {
        confirmation.sessionGoes();
        super.login(user, password);
    }

    @Override
    public boolean authenticate(HttpServletResponse answer) throws IOException, ServletException {
        confirmation.sessionGoes();
        return super.authenticate(answer);
    }

    @Override
    public String getParameter(String name) {
        confirmation.bodyAskedFor();
        return super.getParameter(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        confirmation.bodyAskedFor();
        return super.getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        confirmation.bodyAskedFor();
        return super.getParameterNames();
    }

    @Override
    public String[] getParameterValues(String name) {
        confirmation.bodyAskedFor();
        return super.getParameterValues(name);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        confirmation.bodyAskedFor();
        return super.getInputStream();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        confirmation.bodyAskedFor();
        return super.getReader();
    }

    @Override
    public Part getPart(String name) throws IOException, ServletException {
        confirmation.bodyAskedFor();
        return super.getPart(name);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        confirmation.bodyAskedFor();
        return super.getParts();
    }

    private AsyncContext held(AsyncContext context) {
        return context == null ? null : new HeldAsyncContext(context, this, response, confirmation);
    }

    private synchronized HttpSession held(HttpSession found) {
        if (found == null) {
            return null;
        }
        if (session == null || session.delegate() != found) {
            session = new HeldSession(found, confirmation);
            shownSession = session.whole();
        }
        return shownSession;
    }
}
