package io.roifilter;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.Enumeration;

/**
 * The session of a {@link HeldRequest}: some pages end it, or take the order out of it, once they have shown the order. What
 * the container's has beyond Servlet 6.0 is added by {@link ServletSince61#whole}.
 */
final class HeldSession implements HttpSession {
    private final HttpSession delegate;
    private final Confirmation confirmation;

    HeldSession(HttpSession delegate, Confirmation confirmation) {
        this.delegate = delegate;
        this.confirmation = confirmation;
    }

    HttpSession delegate() {
        return delegate;
    }

    @Override
    public void invalidate() {
        confirmation.sessionGoes();
        delegate.invalidate();
    }

    @Override
    public void removeAttribute(String name) {
        confirmation.attributeChanges(delegate, name, null);
        delegate.removeAttribute(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        confirmation.attributeChanges(delegate, name, value);
        delegate.setAttribute(name, value);
    }

    @Override
    public Object getAttribute(String name) {
        return delegate.getAttribute(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return delegate.getAttributeNames();
    }

    @Override
    public long getCreationTime() {
        return delegate.getCreationTime();
    }

    @Override
    public String getId() {
        return delegate.getId();
    }

    @Override
    public long getLastAccessedTime() {
        return delegate.getLastAccessedTime();
    }

    @Override
    public ServletContext getServletContext() {
        return delegate.getServletContext();
    }

    @Override
    public void setMaxInactiveInterval(int interval) {
        delegate.setMaxInactiveInterval(interval);
    }

    @Override
    public int getMaxInactiveInterval() {
        return delegate.getMaxInactiveInterval();
    }

    @Override
    public boolean isNew() {
        return delegate.isNew();
    }

    @Override
    public boolean equals(Object other) {
        HeldSession held = ServletSince61.held(other);
        return delegate.equals(held == null ? other : held.delegate);
    }

    @Override
    public int hashCode() {
        return delegate.hashCode();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
