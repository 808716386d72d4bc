package io.roifilter.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Makes executable jars as Spring Boot's plugin does: the launcher at the root, libraries in them without compression. */
final class BootJar {
    private static final Path BUILD = Path.of(System.getProperty("springBootOrders"));
    private static final List<String> OURS =
            List.of("roi-filter-", "yasson-", "parsson-", "jakarta.json", "commons-codec-", "jsoup-", "sqlite-jdbc-");
    private static final List<String> JETTY = List.of("jetty-", "spring-boot-jetty-", "spring-boot-starter-jetty-");
    private static final List<String> UNDERTOW =
            List.of("undertow-", "xnio-", "jboss-", "wildfly-", "spring-boot-starter-undertow-");
    // Each starter has Tomcat's Expression Language
    private static final List<String> TOMCAT = List.of(
            "tomcat-embed-core-", "tomcat-embed-websocket-", "spring-boot-tomcat-", "spring-boot-starter-tomcat-");
    private static final List<String> REACTIVE = List.of("spring-webflux-", "reactor-", "reactive-streams-");

    private final Path line;
    private final List<String> leftOut;

    private BootJar(Path line, List<String> leftOut) {
        this.line = line;
        this.leftOut = leftOut;
    }

    /** @param line {@code boot3} or {@code boot4} */
    static BootJar of(String line, String server) {
        return switch (server) {
            case "Tomcat" ->
                new BootJar(
                        BUILD.resolve(line),
                        concat(Stream.of(JETTY, UNDERTOW, REACTIVE, List.of("jakarta.servlet-api-"))));
            case "Jetty" -> new BootJar(BUILD.resolve(line), concat(Stream.of(TOMCAT, UNDERTOW, REACTIVE)));
            case "Undertow" -> new BootJar(BUILD.resolve(line), concat(Stream.of(TOMCAT, JETTY, REACTIVE)));
            default -> throw new IllegalArgumentException(server);
        };
    }

    /** With WebFlux on the class path, too. */
    BootJar reactive() {
        return new BootJar(
                line, leftOut.stream().filter(name -> !REACTIVE.contains(name)).toList());
    }

    /** Without anything of ours. */
    BootJar asItIs() {
        return new BootJar(line, concat(Stream.of(leftOut, OURS)));
    }

    /** @param more libraries */
    Path writeTo(Path file, Path... more) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        main.putValue("Start-Class", "orders.Orders");
        main.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
        main.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            addLauncher(jar);
            for (String entry :
                    List.of("BOOT-INF/", "BOOT-INF/classes/", "BOOT-INF/lib/")) { // the launcher asks for them
                jar.putNextEntry(new ZipEntry(entry));
            }
            addClasses(jar);
            for (Path library : libraries(more)) {
                addStored("BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library), jar);
            }
        }
        return file;
    }

    private List<Path> libraries(Path... more) throws IOException {
        try (Stream<Path> files = Files.list(line.resolve("lib"))) {
            return Stream.concat(files.filter(this::isIn).sorted(), Stream.of(more))
                    .toList();
        }
    }

    private boolean isIn(Path library) {
        return leftOut.stream().noneMatch(library.getFileName().toString()::startsWith);
    }

    private void addLauncher(JarOutputStream jar) throws IOException {
        try (JarFile loader = new JarFile(line.resolve("loader.jar").toFile())) {
            for (var entry : loader.stream()
                    .filter(entry -> entry.getName().startsWith("org/")
                            || entry.getName().startsWith("META-INF/services/"))
                    .toList()) {
                jar.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = loader.getInputStream(entry)) {
                    in.transferTo(jar);
                }
            }
        }
    }

    private void addClasses(JarOutputStream jar) throws IOException {
        Path classes = line.resolve("classes");
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry("BOOT-INF/classes/" + classes.relativize(file)));
                Files.copy(file, jar);
            }
        }
    }

    private static void addStored(String name, byte[] content, JarOutputStream jar) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        jar.putNextEntry(entry);
        jar.write(content);
    }

    private static List<String> concat(Stream<List<String>> lists) {
        return lists.flatMap(List::stream).toList();
    }
}
