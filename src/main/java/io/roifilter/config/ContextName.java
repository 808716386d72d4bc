package io.roifilter.config;

/** What an application is called. Apart, for containers where nothing can be linked that knows Jakarta Servlet. */
public final class ContextName {
    private ContextName() {}

    /** As log entries, threads and directories call it: {@code shop#eu} for {@code /shop/eu}, {@code ROOT} for the root. */
    public static String of(String contextPath) {
        return contextPath.isEmpty() ? "ROOT" : contextPath.substring(1).replace('/', '#');
    }
}
