package io.roifilter.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tomcat with a {@code CATALINA_BASE} of its own. */
final class Tomcat extends Server {
    private static final Pattern PORT =
            Pattern.compile("ProtocolHandler \\[\"http-nio-127\\.0\\.0\\.1-auto-1-(\\d+)\"]");

    Tomcat(Path home, Path base, Jdk jdk) throws IOException {
        super(home, base, jdk);
        for (String directory : List.of("conf/Catalina/localhost", "bin", "lib", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(this.base.resolve(directory));
        }
        copyConfiguration();
        listenOnLoopback(this.base.resolve("conf/server.xml"));
        Snippet.of("tomcat-setenv.sh").writeTo(this.base.resolve("bin/setenv.sh"));
        set("CATALINA_HOME", this.home.toString());
        set("CATALINA_BASE", this.base.toString());
        set("JAVA_OPTS", JVM_OPTIONS);
    }

    @Override
    String descriptorFile() {
        return "tomcat-shop.xml";
    }

    @Override
    void deploy(String application, Snippet descriptor) throws IOException {
        descriptor.writeTo(base.resolve("conf/Catalina/localhost/" + application + ".xml"));
    }

    @Override
    void share(Path jar) throws IOException {
        Files.copy(jar, base.resolve("lib").resolve(jar.getFileName()));
    }

    @Override
    void addJvmOption(String option) {
        set("JAVA_OPTS", JVM_OPTIONS + " " + option);
    }

    @Override
    void watchForChanges() throws IOException {
        Path serverXml = base.resolve("conf/server.xml");
        String engine = "<Engine name=\"Catalina\" ";
        new Snippet(Files.readString(serverXml))
                .with(engine, engine + "backgroundProcessorDelay=\"1\" ")
                .writeTo(serverXml);
    }

    @Override
    void trustProxies() throws IOException {
        Path serverXml = base.resolve("conf/server.xml");
        String valve = "<Valve className=\"org.apache.catalina.valves.RemoteIpValve\"/>";
        new Snippet(Files.readString(serverXml))
                .with("</Host>", valve + "</Host>")
                .writeTo(serverXml);
    }

    @Override
    List<String> command() {
        return List.of(home.resolve("bin/catalina.sh").toString(), "run");
    }

    @Override
    String started() {
        return "Server startup in";
    }

    @Override
    String stopped() {
        return "Destroying ProtocolHandler";
    }

    @Override
    Pattern port() {
        return PORT;
    }

    private void copyConfiguration() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, base.resolve("conf").resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void listenOnLoopback(Path serverXml) throws IOException {
        new Snippet(Files.readString(serverXml))
                .with("<Server port=\"8005\"", "<Server port=\"-1\"")
                .with("<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"0\"")
                .writeTo(serverXml);
    }
}
