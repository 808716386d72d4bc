package io.roifilter;

import io.roifilter.click.RoiCookie;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Collection;
import java.util.List;

/**
 * The response to a click: it sets our cookie, which is one person's, and so says that it is for that person's own cache alone,
 * whenever and however the application says what caches may do. Nothing else of it is different, and the application sees
 * nothing of what we add: Spring Security, for one, leaves out its own headers where it finds that of another.
 */
final class ClickResponse extends HttpServletResponseWrapper {
    private static final String SET_COOKIE = "Set-Cookie";

    /** Writes what it has to say about caches when the answer is sent, unless somebody has said something. */
    private static final String SPRING_SECURITY = "org.springframework.security.web.util.OnCommittedResponseWrapper";

    private final List<String> cookies;
    private boolean onlyOurs; // whether the Cache-Control that is there is not the application's

    private ClickResponse(HttpServletResponse response, List<String> cookies) {
        super(response);
        this.cookies = cookies;
    }

    /** @param cookies values of {@code Set-Cookie} */
    static ClickResponse of(HttpServletResponse response, List<String> cookies) {
        ClickResponse answer = new ClickResponse(response, cookies);
        answer.begin();
        return answer;
    }

    /**
     * The same for an asynchronous dispatch, for which the container has its own response again: told by our cookie in it.
     * Never throws.
     */
    static HttpServletResponse continued(HttpServletResponse response) {
        try {
            Collection<String> set = response.getHeaders(SET_COOKIE);
            List<String> ours = set == null || set.isEmpty()
                    ? List.of()
                    : set.stream().filter(RoiCookie::isOurs).toList();
            if (ours.isEmpty()) {
                return response;
            }
            ClickResponse answer = new ClickResponse(response, ours);
            Collection<String> said = response.getHeaders(SharedCaches.CACHE_CONTROL);
            answer.onlyOurs = List.of(SharedCaches.PRIVATE).equals(List.copyOf(said));
            return answer;
        } catch (Throwable e) {
            return response; // of a container or a filter that does not even tell its headers
        }
    }

    @Override
    public void setHeader(String name, String value) {
        if (value == null || !SharedCaches.areToldBy(name)) {
            super.setHeader(name, value);
        } else {
            super.setHeader(name, SharedCaches.restricted(name, value));
            onlyOurs &= !SharedCaches.isCacheControl(name);
        }
        restore(name);
    }

    @Override
    public void addHeader(String name, String value) {
        if (value == null || !SharedCaches.areToldBy(name)) {
            super.addHeader(name, value);
        } else if (!SharedCaches.isCacheControl(name)) {
            super.addHeader(name, SharedCaches.restricted(name, value));
        } else if (!containsHeader(name)) {
            setHeader(name, value);
        } else if (!SharedCaches.restrictedToo(value).isEmpty()) {
            super.addHeader(name, SharedCaches.restrictedToo(value));
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (SharedCaches.areToldBy(name)) {
            setHeader(name, Integer.toString(value));
        } else {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (SharedCaches.areToldBy(name)) {
            addHeader(name, Integer.toString(value));
        } else {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public boolean containsHeader(String name) {
        return !isHidden(name) && super.containsHeader(name);
    }

    @Override
    public String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return isHidden(name) ? List.of() : super.getHeaders(name);
    }

    @Override
    public Collection<String> getHeaderNames() {
        Collection<String> names = super.getHeaderNames();
        return onlyOurs
                ? names.stream()
                        .filter(name -> !SharedCaches.isCacheControl(name))
                        .toList()
                : names;
    }

    @Override
    public void reset() {
        super.reset();
        begin();
    }

    private void begin() {
        cookies.forEach(cookie -> super.addHeader(SET_COOKIE, cookie));
        onlyOurs = false;
        restrictWhatIsThere();
        restore(SharedCaches.CACHE_CONTROL);
    }

    /** What filters around this one have said already. */
    private void restrictWhatIsThere() {
        Collection<String> names = super.getHeaderNames();
        for (String name : names == null ? List.<String>of() : List.copyOf(names)) {
            if (SharedCaches.areToldBy(name)) {
                super.setHeader(name, SharedCaches.restricted(name, String.join(", ", super.getHeaders(name))));
            }
        }
    }

    /** Puts back what the application has taken away with what was its own. */
    private void restore(String name) {
        if (SET_COOKIE.equalsIgnoreCase(name)) {
            cookies.forEach(cookie -> super.addHeader(SET_COOKIE, cookie));
        } else if (SharedCaches.isCacheControl(name) && !super.containsHeader(name) && !isLeftToSpringSecurity()) {
            super.setHeader(name, SharedCaches.PRIVATE);
            onlyOurs = true;
        }
    }

    private boolean isHidden(String name) {
        return onlyOurs && SharedCaches.isCacheControl(name);
    }

    /** Where it is around this filter, and not in it as it should be, it sees all that is there. Without ours it says no-store. */
    private boolean isLeftToSpringSecurity() {
        ServletResponse at = getResponse();
        while (at instanceof ServletResponseWrapper wrapper) {
            for (Class<?> type = at.getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(SPRING_SECURITY)) {
                    return true;
                }
            }
            at = wrapper.getResponse();
        }
        return false;
    }
}
