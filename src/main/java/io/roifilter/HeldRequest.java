package io.roifilter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;

/**
 * The request of a {@link Confirmation} as the application sees it: it tells the confirmation when an asynchronous answer
 * ends, and before the session or an attribute is taken away. All else is the container's.
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
        confirmation.valuesGo(name);
        super.removeAttribute(name);
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
            shownSession = ServletSince61.whole(session);
        }
        return shownSession;
    }
}
