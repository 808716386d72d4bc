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
    private static final Cookie[] NONE = {};

    private Cookies() {}

    /**
     * Those of a name: the container's, then those in the header that it has not. Jetty takes all that comes after a quotation
     * mark for the value of the cookie before. Runs on every confirmation page: makes nothing but a list of what the container
     * has, unless the header has more.
     */
    public static List<Cookie> named(String name, HttpServletRequest request) {
        List<Cookie> named = named(name, ofContainer(request));
        if (!hasMore(name, named, request)) {
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
        return Arrays.asList(ofContainer(request));
    }

    private static Cookie[] ofContainer(HttpServletRequest request) {
        try {
            Cookie[] cookies = request.getCookies();
            return cookies == null ? NONE : cookies;
        } catch (RuntimeException e) {
            Cookie[] inHeader = inHeader(request);
            if (inHeader.length == 0) {
                throw e; // it is not about the header
            }
            return inHeader;
        }
    }

    private static List<Cookie> named(String name, Cookie[] cookies) {
        List<Cookie> named = List.of();
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name) && cookie.getValue() != null) {
                named = named.isEmpty() ? List.of(cookie) : with(cookie, named);
            }
        }
        return named;
    }

    private static List<Cookie> with(Cookie cookie, List<Cookie> others) {
        List<Cookie> all = new ArrayList<>(others);
        all.add(cookie);
        return all;
    }

    private static boolean hasMore(String name, List<Cookie> known, HttpServletRequest request) {
        for (Enumeration<String> headers = request.getHeaders("Cookie"); headers.hasMoreElements(); ) {
            if (hasMore(name, known, headers.nextElement())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the name is anywhere in the header but before a value that is known. */
    private static boolean hasMore(String name, List<Cookie> known, String header) {
        for (int at = header.indexOf(name); at >= 0; at = header.indexOf(name, at + name.length())) {
            int value = at + name.length() + 1;
            if (!isPair(header, at, value) || !isKnown(header, value, known)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPair(String header, int at, int value) {
        boolean begins = at == 0 || header.charAt(at - 1) == ' ' || header.charAt(at - 1) == ';';
        return begins && value <= header.length() && header.charAt(value - 1) == '=';
    }

    private static boolean isKnown(String header, int from, List<Cookie> known) {
        int semicolon = header.indexOf(';', from);
        int length = (semicolon < 0 ? header.length() : semicolon) - from;
        for (int i = 0; i < known.size(); i++) {
            String value = known.get(i).getValue();
            if (value.length() == length && header.startsWith(value, from)) {
                return true;
            }
        }
        return false;
    }

    private static Cookie[] inHeader(HttpServletRequest request) {
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
        return cookies.toArray(Cookie[]::new);
    }

    private static void add(String name, String value, List<Cookie> cookies) {
        try {
            cookies.add(new Cookie(name, value));
        } catch (IllegalArgumentException e) {
            // No name of a cookie: nobody can have asked for it.
        }
    }
}
