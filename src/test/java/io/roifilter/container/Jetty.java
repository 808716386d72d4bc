package io.roifilter.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Jetty with a {@code jetty.base} of its own, for one of the environments {@code ee8}, {@code ee10} and {@code ee11}, or without one. */
final class Jetty extends Server {
    private static final Pattern PORT = Pattern.compile("\\{127\\.0\\.0\\.1:([1-9]\\d*)}");

    private final String environment;
    private final Snippet start;
    private final String options;

    Jetty(Path home, String environment, Path base, Jdk jdk) throws Exception {
        this(home, environment, base, jdk, forEnvironment("jetty-base.sh", environment));
    }

    /** @param setup makes the base directory */
    Jetty(Path home, String environment, Path base, Jdk jdk, Snippet setup) throws Exception {
        super(home, base, jdk);
        this.environment = environment;
        start = Snippet.of("jetty-start.sh");
        Path temporary = Files.createDirectories(this.base.resolve("tmp"));
        set("JETTY_HOME", this.home.toString());
        options = JVM_OPTIONS + " -Djava.io.tmpdir=" + temporary;
        set("JDK_JAVA_OPTIONS", options);
        run(List.of("sh", "-c", setup.text()));
        listenOnLoopback(this.base.resolve("start.d/http.ini"));
    }

    /** The README shows files for {@code ee10} and says to write the other name where another is wanted. */
    static Snippet forEnvironment(String file, String environment) throws IOException {
        return forEnvironment(Snippet.of(file), environment);
    }

    /** And to leave it out for Jetty 10. */
    private static Snippet forEnvironment(Snippet file, String environment) {
        return environment.isEmpty()
                ? new Snippet(file.text().replaceAll("\\[environment]\nee10\n\n|ee10[-.]", ""))
                : file.with("ee10", environment);
    }

    @Override
    String descriptorFile() {
        return "jetty-shop.xml";
    }

    @Override
    void deploy(String application, Snippet descriptor) throws IOException {
        forEnvironment(descriptor, environment)
                .with("<Set name=\"contextPath\">/shop<", "<Set name=\"contextPath\">/" + application + "<")
                .writeTo(webapps().resolve(application + ".xml"));
    }

    @Override
    void share(Path jar) throws Exception {
        forEnvironment("jetty-roi-filter.mod", environment).writeTo(base.resolve("modules/roi-filter.mod"));
        Path libraries = Files.createDirectories(base.resolve("lib/roi-filter"));
        Files.copy(jar, libraries.resolve(jar.getFileName()));
        run(List.of("sh", "-c", Snippet.of("jetty-share.sh").text()));
    }

    @Override
    void addJvmOption(String option) {
        set("JDK_JAVA_OPTIONS", options + " " + option);
    }

    @Override
    void watchForChanges() throws IOException {
        Files.writeString(base.resolve("start.d/scan.ini"), "jetty.deploy.scanInterval=1\n");
    }

    /** By the file that {@code --add-modules=http-forwarded} writes. */
    @Override
    void trustProxies() throws IOException {
        Files.writeString(base.resolve("start.d/http-forwarded.ini"), "--module=http-forwarded\n");
    }

    @Override
    List<String> command() {
        return List.of("sh", "-c", start.text());
    }

    @Override
    String started() {
        return "Started " + server();
    }

    @Override
    String stopped() {
        return "Stopped " + server();
    }

    private String server() {
        return environment.isEmpty() ? "Server@" : "oejs.Server@";
    }

    @Override
    Pattern port() {
        return PORT;
    }

    private static void listenOnLoopback(Path httpIni) throws IOException {
        new Snippet(Files.readString(httpIni))
                .with("# jetty.http.host=0.0.0.0", "jetty.http.host=127.0.0.1")
                .with("# jetty.http.port=8080", "jetty.http.port=0")
                .writeTo(httpIni);
    }
}
