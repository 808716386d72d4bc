package io.roifilter.expression;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/**
 * The session that a filter of the application serves to what is behind it, such as that of Spring Session: a filter before that one
 * has the container's, in which there is nothing.
 */
public final class ServedSession {
    /** By which Spring Session's filter passes it on; see {@code SessionRepositoryFilter}. */
    private static final String SPRING = "org.springframework.session.SessionRepository.CURRENT_SESSION";

    private ServedSession() {}

    /** A request, or a wrapper of one, that knows what session the application has. */
    public interface Source {
        /** Empty while it has none. */
        Optional<HttpSession> served();
    }

    /** Whether an attribute of a request stands for the session as long as it is there. */
    public static boolean isMarkedBy(String attribute) {
        return SPRING.equals(attribute);
    }

    /** Empty if it is the container's, as far as can be told. */
    static Optional<HttpSession> of(ServletRequest request) {
        for (ServletRequest at = request; at instanceof ServletRequestWrapper wrapper; at = wrapper.getRequest()) {
            if (wrapper instanceof Source source) {
                Optional<HttpSession> served = source.served();
                if (served.isPresent()) {
                    return served;
                }
            }
        }
        return request.getAttribute(SPRING) instanceof HttpSession session ? Optional.of(session) : Optional.empty();
    }
}
