package io.roifilter;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.net.MalformedURLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Url-patterns of a filter at which an application has no page: no servlet and no file. Nothing is said of an application that
 * has a servlet for all that nobody else answers, as those of Spring MVC, which finds its pages by code.
 */
final class UnservedRoutes {
    /** The containers' own servlets for the files of an application. */
    private static final Pattern FILES = Pattern.compile(
            "(?:org\\.apache\\.catalina|org\\.eclipse\\.jetty|io\\.undertow)\\..*[.$]Default\\w*Servlet");

    /** Frameworks whose filters answer, and find their pages by code. */
    private static final Pattern FRAMEWORKS = Pattern.compile(
            "(?:org\\.apache\\.(?:struts2?|wicket|tapestry5)|net\\.sourceforge\\.stripes|com\\.google\\.inject"
                    + "|org\\.glassfish\\.jersey|org\\.jboss\\.resteasy|spark|com\\.vaadin|org\\.grails|org\\.tuckey|com\\.ocpsoft|org\\.ocpsoft)\\..*");

    private final ServletContext context;
    private final Collection<? extends ServletRegistration> servlets;

    private UnservedRoutes(ServletContext context) {
        this.context = context;
        servlets = context.getServletRegistrations().values();
    }

    /** What is to be said of a filter that remembers. */
    static String nothingRemembered(String filterName, List<String> patterns) {
        return "filter " + filterName + " remembers what it reads on " + String.join(", ", patterns)
                + ", where this application has no page, neither a servlet nor a file: check its url-pattern in web.xml,"
                + " unless a filter of the application answers there";
    }

    /** To be asked when all servlets are known, as when filters are started. */
    static List<String> of(String filterName, ServletContext context) {
        try {
            FilterRegistration filter = context.getFilterRegistration(filterName);
            UnservedRoutes routes = new UnservedRoutes(context);
            return filter == null || routes.isAnythingServed()
                    ? List.of()
                    : filter.getUrlPatternMappings().stream()
                            .filter(pattern -> pattern.startsWith("/") && pattern.length() > 2)
                            .filter(pattern -> !routes.isServed(pattern))
                            .sorted()
                            .toList();
        } catch (RuntimeException e) {
            return List.of(); // the container does not say
        }
    }

    /** Whether there is a servlet for the rest, besides the container's, which has the files, or a filter that is as good. */
    private boolean isAnythingServed() {
        boolean isByFilter = context.getFilterRegistrations().values().stream()
                .anyMatch(filter -> FRAMEWORKS
                        .matcher(String.valueOf(filter.getClassName()))
                        .matches());
        return isByFilter
                || servlets.stream()
                        .filter(servlet -> !FILES.matcher(String.valueOf(servlet.getClassName()))
                                .matches())
                        .anyMatch(servlet -> servlet.getMappings().contains("/")
                                || servlet.getMappings().contains("/*"));
    }

    private boolean isServed(String pattern) {
        String path = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
        return hasFile(path)
                || servlets.stream()
                        .anyMatch(servlet -> servlet.getMappings().stream()
                                .anyMatch(mapping -> serves(mapping, isOfPages(servlet), path, pattern)));
    }

    private boolean hasFile(String path) {
        try {
            Set<String> below = context.getResourcePaths(path.endsWith("/") ? path : path + "/");
            return below != null && !below.isEmpty() || context.getResource(path) != null;
        } catch (MalformedURLException e) {
            return true; // it cannot be told
        }
    }

    private static boolean serves(String mapping, boolean isOfPages, String path, String pattern) {
        if (mapping.startsWith("*.")) {
            return !isOfPages && path.endsWith(mapping.substring(1));
        }
        String base = mapping.endsWith("/*") ? mapping.substring(0, mapping.length() - 2) : mapping;
        boolean isAt = path.equals(base);
        boolean isBelow = mapping.endsWith("/*") && path.startsWith(base + "/");
        boolean isAbove = pattern.endsWith("/*") && base.startsWith(path + "/");
        return isAt || isBelow || isAbove;
    }

    /** Whether it answers by files of the application alone, which are looked for by themselves. */
    private static boolean isOfPages(ServletRegistration servlet) {
        return String.valueOf(servlet.getClassName()).contains("Jsp");
    }
}
