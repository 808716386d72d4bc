package io.roifilter.order;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The cookies of a request, also where there is one among them that makes the container throw. */
final class Cookies {
    private Cookies() {}

    /**
     * What the container has; if it cannot tell, what can be read of the header. Browsers send whatever any page of any
     * host of the domain has set, so that a broken cookie says nothing about the others.
     */
    static List<Cookie> of(HttpServletRequest request) {
        Cookie[] cookies;
        try {
            cookies = request.getCookies();
        } catch (RuntimeException e) {
            List<String> headers = Collections.list(request.getHeaders("Cookie"));
            if (headers.isEmpty()) {
                throw e; // it is not about the header
            }
            return parse(headers);
        }
        return cookies == null ? List.of() : Arrays.asList(cookies);
    }

    private static List<Cookie> parse(List<String> headers) {
        List<Cookie> cookies = new ArrayList<>();
        for (String header : headers) {
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    add(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip(),
                            cookies);
                }
            }
        }
        return cookies;
    }

    private static void add(String name, String value, List<Cookie> cookies) {
        try {
            cookies.add(new Cookie(name, value));
        } catch (IllegalArgumentException e) {
            // No name of a cookie: nobody can have asked for it.
        }
    }
}
