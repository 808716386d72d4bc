package io.roifilter.click;

import io.roifilter.text.Cookies;
import io.roifilter.text.QueryString;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    private final List<Place> places = List.of(
            new Place("link", this::inQuery), new Place("form", this::inForm), new Place("cookies", this::inCookie));

    private interface Search {
        Optional<String> in(HttpServletRequest request);
    }

    private record Place(String name, Search search) {}

    /**
     * @param parameter the name of the link's query parameter
     * @param cookieName the name of the cookie
     */
    public RoiDataFinder(String parameter, String cookieName) {
        this.parameter = parameter;
        assignment = parameter + "=";
        this.cookieName = cookieName;
    }

    /**
     * What the query string has, and nothing else. Allocates nothing if the parameter is not in it. Never throws: a link
     * that cannot be read is ignored and counted.
     */
    public Optional<String> inLink(HttpServletRequest request) {
        try {
            return inQuery(request);
        } catch (Throwable e) {
            return rule.ignore();
        }
    }

    /**
     * What an answered request has: in its query string, else in the form that was posted, else in the cookie. Asks for
     * the form's parameters, which reads a body that the application has left unread, only if the body is a form.
     *
     * <p>Each is searched whatever comes of the others: containers throw at a header or a body that they cannot parse, and
     * the application may have got along without.
     *
     * @throws SearchException if nothing was found and one of them could not be searched, whatever it was that threw
     */
    public Optional<String> afterOrder(HttpServletRequest request) throws SearchException {
        SearchException fault = null;
        for (Place place : places) {
            try {
                Optional<String> found = place.search().in(request);
                if (found.isPresent()) {
                    return found;
                }
            } catch (Throwable e) {
                fault = fault == null ? new SearchException(place.name(), e) : fault;
            }
        }
        if (fault != null) {
            throw fault;
        }
        return Optional.empty();
    }

    /**
     * Tells, before the application has the request, whether {@link #afterOrder} may find something or fail; without a look
     * at the body.
     */
    public boolean mayBeAfterOrder(HttpServletRequest request) {
        try {
            return isForm(contentType(request))
                    || inQuery(request).isPresent()
                    || inCookie(request).isPresent();
        } catch (Throwable e) {
            return true; // the search after the order says what it was
        }
    }

    /** How many values have been ignored because they were too long, unprintable, forged or in a link that cannot be read. */
    public long ignored() {
        return rule.ignored();
    }

    /** What an expression of the deployment says the roi_data is. */
    public Optional<String> accept(String text) {
        return rule.accept(text);
    }

    private Optional<String> inQuery(HttpServletRequest request) {
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

    private Optional<String> inForm(HttpServletRequest request) {
        String[] values = isForm(contentType(request)) ? request.getParameterValues(parameter) : null;
        return values == null
                ? Optional.empty()
                : Arrays.stream(values)
                        .filter(Objects::nonNull)
                        .map(rule::accept)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** On every confirmation page: without a cookie of the name, it makes nothing. */
    private Optional<String> inCookie(HttpServletRequest request) {
        List<Cookie> candidates = Cookies.named(cookieName, request);
        return candidates.isEmpty()
                ? Optional.empty()
                : candidates.stream()
                        .map(candidate -> RoiCookie.decode(candidate.getValue(), rule))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** Some containers throw where they do not know the charset, and read the form all the same. */
    private static String contentType(HttpServletRequest request) {
        try {
            return request.getContentType();
        } catch (RuntimeException e) {
            return request.getHeader("Content-Type");
        }
    }

    private static boolean isForm(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data");
    }
}
