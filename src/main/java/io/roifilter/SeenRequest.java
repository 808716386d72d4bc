package io.roifilter;

import io.roifilter.expression.ServedSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/**
 * The request of a confirmation as expressions see it, which know the session that the application has, if one of its own filters
 * serves that. Thread-safe.
 */
final class SeenRequest extends HttpServletRequestWrapper implements ServedSession.Source {
    private volatile HttpServletRequest applications; // as behind all filters; null before and after
    private volatile HttpSession left; // when the application was done with it; null before

    SeenRequest(HttpServletRequest request) {
        super(request);
    }

    /** The application has the request from here on, as this. */
    void applicationHas(HttpServletRequest request) {
        applications = request;
    }

    /** It is done with it. Its session may be known no more when the filters that serve it are done, too. */
    void applicationHad() {
        left = served().orElse(null);
        applications = null;
    }

    @Override
    public Optional<HttpSession> served() {
        HttpServletRequest now = applications;
        try {
            return Optional.ofNullable(now == null ? left : now.getSession(false));
        } catch (Exception | Error e) {
            return Optional.empty(); // a session store that is away; the page will say so, if it needs it
        }
    }
}
