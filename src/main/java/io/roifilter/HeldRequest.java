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
 * The request of a {@link HeldVisit} as the application sees it: it tells the visit when an asynchronous answer
 * ends, before the session or an attribute is taken away, and that the body has been asked for. All else is the container's.
 */
final class HeldRequest extends HttpServletRequestWrapper {
    private final HeldVisit visit;
    private final HeldResponse response;
    private HeldSession session; // null until asked for
    private HttpSession shownSession;

    HeldRequest(HttpServletRequest request, HeldResponse response, HeldVisit visit) {
        super(request);
        this.response = response;
        this.visit = visit;
        ServletSince61.prepare();
        HeldSession.prepare();
    }

    /** The confirmation that a request is part of already, on this route; null if none. */
    static Confirmation confirmation(ServletRequest request, ReportRoute route) {
        for (ServletRequest at = request; at instanceof ServletRequestWrapper wrapper; at = wrapper.getRequest()) {
            if (wrapper instanceof HeldRequest held
                    && held.visit instanceof Confirmation confirmation
                    && confirmation.route() == route) {
                return confirmation;
            }
        }
        return null;
    }

    /** Whether a request tells this visit already. */
    static boolean tells(HeldVisit visit, ServletRequest request) {
        for (ServletRequest at = request; at instanceof ServletRequestWrapper wrapper; at = wrapper.getRequest()) {
            if (wrapper instanceof HeldRequest held && held.visit == visit) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells all visits that a request is part of that the application has it; nothing if nobody has put anything around ours.
     *
     * @return whether any was told
     */
    static boolean applicationHas(HttpServletRequest request) {
        boolean isTold = false;
        if (request instanceof HeldRequest) {
            return false;
        }
        for (ServletRequest at = request; at instanceof ServletRequestWrapper wrapper; at = wrapper.getRequest()) {
            if (wrapper instanceof HeldRequest held) {
                held.visit.applicationHas(request);
                isTold = true;
            }
        }
        return isTold;
    }

    /** Tells all of them that it is done with it. */
    static void applicationHad(HttpServletRequest request) {
        for (ServletRequest at = request; at instanceof ServletRequestWrapper wrapper; at = wrapper.getRequest()) {
            if (wrapper instanceof HeldRequest held) {
                held.visit.applicationHad();
            }
        }
    }

    @Override
    public AsyncContext startAsync() {
        visit.copy().mayBeUnseen();
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
        visit.attributeChanges(name, null);
        super.removeAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        visit.attributeChanges(name, value);
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
        visit.sessionGoes();
        super.logout();
    }

    @Override
    public void login(String user, String password) throws ServletException {
        visit.sessionGoes();
        super.login(user, password);
    }

    @Override
    public boolean authenticate(HttpServletResponse answer) throws IOException, ServletException {
        visit.sessionGoes();
        return super.authenticate(answer);
    }

    @Override
    public String getParameter(String name) {
        visit.bodyAskedFor();
        return super.getParameter(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        visit.bodyAskedFor();
        return super.getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        visit.bodyAskedFor();
        return super.getParameterNames();
    }

    @Override
    public String[] getParameterValues(String name) {
        visit.bodyAskedFor();
        return super.getParameterValues(name);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        visit.bodyAskedFor();
        return super.getInputStream();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        visit.bodyAskedFor();
        return super.getReader();
    }

    @Override
    public Part getPart(String name) throws IOException, ServletException {
        visit.bodyAskedFor();
        return super.getPart(name);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        visit.bodyAskedFor();
        return super.getParts();
    }

    private AsyncContext held(AsyncContext context) {
        return context == null ? null : new HeldAsyncContext(context, this, response, visit);
    }

    private synchronized HttpSession held(HttpSession found) {
        if (found == null) {
            return null;
        }
        if (session == null || session.delegate() != found) {
            session = new HeldSession(found, visit);
            shownSession = session.whole();
        }
        return shownSession;
    }
}
