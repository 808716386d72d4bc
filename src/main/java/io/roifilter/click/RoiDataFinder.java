package io.roifilter.click;

import io.roifilter.api.RoiData;
import io.roifilter.text.Cookies;
import io.roifilter.text.QueryString;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds the roi_data of a request: in the link on which a visitor comes, and again when the visitor has ordered.
 * Thread-safe.
 *
 * <p>What mail programs, rewriters and people do to a link is undone where a value of one of the published shapes comes of it,
 * and counted. A blank value counts as absent, and so does a placeholder that was never filled in. One that is longer than 512
 * characters, has other than printable ASCII characters or is a forged cookie is ignored and counted.
 *
 * <p>Where there are several values, one of a published shape wins, wherever it is, and else the first that is usable. Of
 * cookies the one of the newest click wins.
 */
public final class RoiDataFinder {
    /** The place of what the query string has. */
    public static final String LINK = "link";

    /** How many values of one link are looked at so closely. */
    private static final int MAX_MENDED = 8;

    private final String parameter;
    private final String assignment;
    private final String cookieName;
    private final ClickCounts counts = new ClickCounts();
    private final RoiDataRule rule;
    private final Place last = new Place("cookies", this::inCookie);
    private final List<Place> places = List.of(new Place(LINK, this::inQuery), new Place("form", this::inForm), last);

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
        rule = new RoiDataRule(parameter, counts);
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
     * What an answered request has: in its query string, else in the form that was posted, else in the cookie; but what
     * has none of the published shapes only if all of them have no better. Asks for the form's parameters, which reads a body
     * that the application has left unread, only if the body is a form.
     *
     * <p>Each is searched whatever comes of the others: containers throw at a header or a body that they cannot parse, and
     * the application may have got along without.
     *
     * @throws SearchException if nothing was found and one of them could not be searched, whatever it was that threw
     */
    public Optional<String> afterOrder(HttpServletRequest request) throws SearchException {
        return afterOrder(request, place -> {});
    }

    /** @param found is told where, before this returns: {@code link}, {@code form} or {@code cookies} */
    public Optional<String> afterOrder(HttpServletRequest request, Consumer<String> found) throws SearchException {
        SearchException fault = null;
        Optional<String> first = Optional.empty();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            try {
                Optional<String> value = place.search().in(request);
                boolean isOnlyOne = place == last && first.isEmpty(); // then its shape decides nothing
                boolean isBetter = !isOnlyOne && isPublished(value);
                if (isBetter || first.isEmpty() && value.isPresent()) {
                    found.accept(place.name());
                }
                if (isBetter) {
                    return value;
                }
                first = first.isPresent() ? first : value;
            } catch (Throwable e) {
                fault = fault == null ? new SearchException(place.name(), e) : fault;
            }
        }
        if (fault != null && first.isEmpty()) {
            throw fault;
        }
        return first;
    }

    /**
     * Tells, before the application has the request, whether {@link #afterOrder} may find something or fail; without a look
     * at the body.
     */
    public boolean mayBeAfterOrder(HttpServletRequest request) {
        try {
            return isForm(contentType(request)) || inQuery(request).isPresent() || isInCookie(request);
        } catch (Throwable e) {
            return true; // the search after the order says what it was
        }
    }

    /**
     * Whether the browser has a click with a value of one of the published shapes, which one without must not replace.
     * Never throws: what cannot be read is nothing.
     */
    public boolean keepsPublished(HttpServletRequest request) {
        try {
            return isPublished(inCookie(request));
        } catch (Throwable e) {
            return false;
        }
    }

    /** What has become of the values that were found. */
    public ClickCounts counts() {
        return counts;
    }

    /** What an expression of the deployment says the roi_data is. */
    public Optional<String> accept(String text) {
        return rule.accept(text);
    }

    private Optional<String> inQuery(HttpServletRequest request) {
        String query = request.getQueryString();
        Optional<String> first = Optional.empty();
        int values = 0;
        for (int start = QueryString.nextValue(query, assignment, 0);
                start >= 0;
                start = QueryString.nextValue(query, assignment, start)) {
            Optional<String> found = values++ < MAX_MENDED
                    ? mended(query, start)
                    : rule.accept(QueryString.value(query, start), Optional::empty);
            if (isPublished(found)) {
                return found;
            }
            first = first.isPresent() ? first : found;
        }
        Optional<String> spoilt = rule.mended(SpoiltName.valueOf(parameter, query));
        return spoilt.isPresent() ? spoilt : first;
    }

    /** Where a value ends is what may be spoilt, so all that follows on it is looked at. */
    private Optional<String> mended(String query, int start) {
        return rule.accept(QueryString.value(query, start), () -> Mending.ofValue(query.substring(start)));
    }

    private Optional<String> inForm(HttpServletRequest request) {
        String[] values = isForm(contentType(request)) ? request.getParameterValues(parameter) : null;
        return values == null
                ? Optional.empty()
                : best(Arrays.stream(values)
                        .filter(Objects::nonNull)
                        .map(rule::accept)
                        .flatMap(Optional::stream)
                        .map(roiData -> new KeptClick(roiData, 0, "")));
    }

    /** On every confirmation page: without a cookie of the name, it makes nothing. */
    private Optional<String> inCookie(HttpServletRequest request) {
        return best(Cookies.named(cookieName, request));
    }

    private boolean isInCookie(HttpServletRequest request) {
        List<Cookie> cookies = Cookies.of(request);
        for (int i = 0; i < cookies.size(); i++) {
            Cookie cookie = cookies.get(i);
            if (cookie.getName().equals(cookieName)
                    && cookie.getValue() != null
                    && RoiCookie.isWhole(cookie.getValue())) {
                return true;
            }
        }
        return inCookie(request).isPresent();
    }

    private Optional<String> best(List<Cookie> candidates) {
        if (candidates.size() == 1) {
            return RoiCookie.roiData(candidates.get(0).getValue(), rule);
        }
        KeptClick best = null;
        for (int i = 0; i < candidates.size(); i++) {
            KeptClick click =
                    RoiCookie.decode(candidates.get(i).getValue(), rule).orElse(null);
            best = best == null || click != null && click.isBetterThan(best) ? click : best;
        }
        return best == null ? Optional.empty() : Optional.of(best.roiData());
    }

    private static Optional<String> best(Stream<KeptClick> clicks) {
        return clicks.reduce((one, other) -> other.isBetterThan(one) ? other : one)
                .map(KeptClick::roiData);
    }

    private static boolean isPublished(Optional<String> found) {
        return found.isPresent() && RoiData.hasPublishedShape(found.get());
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
