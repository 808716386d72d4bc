package io.roifilter.text;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cookies of a request, also where there is one among them that makes the container throw or pass over others. Browsers
 * send whatever any page of any host of the domain has set, so that a broken cookie says nothing about the others.
 */
public final class Cookies {
    private Cookies() {}

    /**
     * Those of a name: the container's, then those in the header that it has not. Jetty takes all that comes after a quotation
     * mark for the value of the cookie before. Runs on every confirmation page: without a cookie of the name, it makes nothing.
     */
    public static List<Cookie> named(String name, HttpServletRequest request) {
        List<Cookie> named = named(name, of(request));
        if (!isInHeader(name, request)) {
            return named;
        }
        List<Cookie> all = new ArrayList<>(named);
        Set<String> values = named.stream().map(Cookie::getValue).collect(Collectors.toCollection(HashSet::new));
        named(name, inHeader(request)).stream()
                .filter(cookie -> values.add(cookie.getValue()))
                .forEach(all::add);
        return all;
    }

    /** What the container has; if it cannot tell, what can be read of the header. */
    public static List<Cookie> of(HttpServletRequest request) {
        Cookie[] cookies;
        try {
            cookies = request.getCookies();
        } catch (RuntimeException e) {
            List<Cookie> inHeader = inHeader(request);
            if (inHeader.isEmpty()) {
                throw e; // it is not about the header
            }
            return inHeader;
        }
        return cookies == null ? List.of() : Arrays.asList(cookies);
    }

    private static List<Cookie> named(String name, List<Cookie> cookies) {
        List<Cookie> named = List.of();
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name) && cookie.getValue() != null) {
                named = named.isEmpty() ? new ArrayList<>() : named;
                named.add(cookie);
            }
        }
        return named;
    }

    private static boolean isInHeader(String name, HttpServletRequest request) {
        for (Enumeration<String> headers = request.getHeaders("Cookie"); headers.hasMoreElements(); ) {
            if (headers.nextElement().contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<Cookie> inHeader(HttpServletRequest request) {
        List<Cookie> cookies = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders("Cookie"))) {
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
