package io.roifilter.order;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the roi_data of a request: in the link on which a visitor comes, and again when the visitor has ordered.
 * Thread-safe.
 *
 * <p>White space inside a value, left there by a mail program that wrapped the link, is removed. A blank value counts as
 * absent. One that is longer than 512 characters, has other than printable ASCII characters or is a forged cookie is
 * ignored and counted. Where a name occurs several times, the first usable value wins.
 */
public final class RoiDataFinder {
    private final String parameter;
    private final String assignment;
    private final String cookieName;
    private final RoiDataRule rule = new RoiDataRule();

    /**
     * @param parameter the name of the link's query parameter
     * @param cookieName the name of the cookie
     */
    public RoiDataFinder(String parameter, String cookieName) {
        this.parameter = parameter;
        assignment = parameter + "=";
        this.cookieName = cookieName;
    }

    /** What the query string has, and nothing else. Allocates nothing if the parameter is not in it. */
    public Optional<String> inLink(HttpServletRequest request) {
        String query = request.getQueryString();
        for (int start = QueryString.nextValue(query, assignment, 0);
                start >= 0;
                start = QueryString.nextValue(query, assignment, start)) {
            Optional<String> found = rule.accept(QueryString.value(query, start));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * What an answered request has: in its query string, else in the form that was posted, else in the cookie. Asks for
     * the form's parameters, which reads a body that the application has left unread, only if the body is a form.
     */
    public Optional<String> afterOrder(HttpServletRequest request) {
        Optional<String> found = inLink(request);
        if (found.isEmpty()) {
            found = inForm(request);
        }
        return found.isEmpty() ? inCookie(request) : found;
    }

    /** Tells, before the application has read the body, whether {@link #afterOrder} can find something. */
    boolean mayBeAfterOrder(HttpServletRequest request) {
        return isForm(request.getContentType())
                || inLink(request).isPresent()
                || inCookie(request).isPresent();
    }

    /** How many values have been ignored because they were too long, unprintable or forged. */
    public long ignored() {
        return rule.ignored();
    }

    /** What an expression of the deployment says the roi_data is. */
    Optional<String> accept(String text) {
        return rule.accept(text);
    }

    private Optional<String> inForm(HttpServletRequest request) {
        if (!isForm(request.getContentType())) {
            return Optional.empty();
        }
        for (String value : parameterValues(request)) {
            Optional<String> found = rule.accept(value);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private String[] parameterValues(HttpServletRequest request) {
        try {
            String[] values = request.getParameterValues(parameter);
            return values == null ? new String[0] : values;
        } catch (RuntimeException e) {
            // Containers throw at a form that they cannot parse. The application got along with it; there is the
            // cookie.
            return new String[0];
        }
    }

    private Optional<String> inCookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie candidate : cookies) {
            if (candidate.getName().equals(cookieName)) {
                Optional<String> found = RoiCookie.decode(candidate.getValue(), rule);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isForm(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data");
    }
}
