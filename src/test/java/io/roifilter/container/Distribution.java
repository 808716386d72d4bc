package io.roifilter.container;

import java.nio.file.Path;

/** The servers for which installation is promised. */
enum Distribution {
    TOMCAT_10_1("tomcat10.version", "apache-tomcat-", null),
    TOMCAT_11("tomcat11.version", "apache-tomcat-", null),
    JETTY_12_0_EE10("jetty12.0.version", "jetty-home-", "ee10"),
    JETTY_12_1_EE10("jetty12.1.version", "jetty-home-", "ee10"),
    JETTY_12_1_EE11("jetty12.1.version", "jetty-home-", "ee11");

    private static final Path UNPACKED = Path.of(System.getProperty("containers"));

    private final String versionProperty;
    private final String folder;
    private final String environment;

    Distribution(String versionProperty, String folder, String environment) {
        this.versionProperty = versionProperty;
        this.folder = folder;
        this.environment = environment;
    }

    boolean isTomcat() {
        return environment == null;
    }

    /** What Jetty calls its generation of Jakarta EE. */
    String environment() {
        return environment;
    }

    Path home() {
        return unpacked(folder, versionProperty);
    }

    static Path unpacked(String folder, String versionProperty) {
        return UNPACKED.resolve(folder + System.getProperty(versionProperty));
    }

    /** A server of this kind, set up and not yet started. */
    Server server(Path base, Jdk jdk) throws Exception {
        return isTomcat() ? new Tomcat(home(), base, jdk) : new Jetty(home(), environment, base, jdk);
    }
}
