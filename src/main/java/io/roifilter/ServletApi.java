package io.roifilter;

/**
 * Of the Servlet API there are two, which differ in the names of their packages, and a jar of ours for each. Names neither,
 * so that it can be linked in any container.
 */
enum ServletApi {
    /** Of Jakarta EE, in {@code jakarta.servlet}. */
    JAKARTA("Jakarta Servlet", 6, "Tomcat 10.1 and Jetty 12", "all"),

    /** Of Java EE, in {@code javax.servlet}. */
    JAVAX("Java Servlet", 4, "Tomcat 9, Jetty 10 and Jetty 12 ee8", "all-javax");

    private final String title;
    private final int oldest;
    private final String containers;
    private final String classifier;

    ServletApi(String title, int oldest, String containers, String classifier) {
        this.title = title;
        this.oldest = oldest;
        this.containers = containers;
        this.classifier = classifier;
    }

    /** @param type of the API */
    static ServletApi of(Class<?> type) {
        return type.getName().startsWith("javax.") ? JAVAX : JAKARTA;
    }

    String title() {
        return title;
    }

    /** Whether there is a jar for this major version. */
    boolean isSupported(int majorVersion) {
        return majorVersion >= oldest;
    }

    /** What a container that is too old has to be replaced by. */
    String needed() {
        return title + " " + oldest + ".0 or later is needed, as in " + containers;
    }

    /** The name of the jar for such containers. */
    String jar() {
        return "roi-filter-" + Release.version() + "-" + classifier + ".jar";
    }
}
