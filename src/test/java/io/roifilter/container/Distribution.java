package io.roifilter.container;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.stream.Stream;

/** The servers for which installation is promised. */
enum Distribution {
    TOMCAT_10_1("tomcat10.version", "apache-tomcat-", null),
    TOMCAT_11("tomcat11.version", "apache-tomcat-", null),
    JETTY_12_0_EE10("jetty12.0.version", "jetty-home-", "ee10"),
    JETTY_12_1_EE10("jetty12.1.version", "jetty-home-", "ee10"),
    JETTY_12_1_EE11("jetty12.1.version", "jetty-home-", "ee11"),
    TOMCAT_9("tomcat9.version", "apache-tomcat-", null),
    JETTY_10("jetty10.version", "jetty-home-", ""),
    JETTY_12_1_EE8("jetty12.1.version", "jetty-home-", "ee8");

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

    /**
     * Those for which a run tries everything: of each Servlet API all servers, and there is a run for each. The build's own
     * installs the jar on the others, too.
     */
    static Stream<Distribution> ofThisRun() {
        return Stream.of(values()).filter(Distribution::isOfThisRun);
    }

    boolean isOfThisRun() {
        return isJavax() == System.getProperty("servers").equals("javax");
    }

    /** Skips the test on those of another run. */
    Distribution requireInThisRun() {
        assumeTrue(isOfThisRun(), () -> this + " is not for -Dservers=" + System.getProperty("servers"));
        return this;
    }

    /** Whether its Servlet API is that of Java EE. */
    boolean isJavax() {
        return this == TOMCAT_9 || this == JETTY_10 || this == JETTY_12_1_EE8;
    }

    /** What Jetty calls its generation of Jakarta EE; empty where it has but one. */
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
