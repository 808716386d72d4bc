package io.roifilter.container;

import io.roifilter.container.shop.OrderController;
import io.roifilter.container.shop.PlainServlet;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The WAR of a small shop that knows nothing of roi-filter, and what a person may add to it. */
final class ShopWar {
    private static final Path SHOPS = Path.of("src/test/containers");
    private static final Path SPRING_FOR_JAVAX = Path.of(System.getProperty("frameworks"), "spring-javax");
    private static final Path CLASSES = Path.of("target/test-classes");
    private static final String WEB_XML = "WEB-INF/web.xml";
    private static final String LIBRARIES = "WEB-INF/lib/";

    private final Map<String, byte[]> entries = new TreeMap<>();

    /** Of JSPs alone. */
    ShopWar() throws IOException {
        withFiles(SHOPS.resolve("shop"));
    }

    /** Of servlets alone. */
    static ShopWar ofServlets() throws IOException {
        return of(PlainServlet.class);
    }

    /** Of one servlet for all its pages. */
    static ShopWar of(Class<? extends HttpServlet> servlet) throws IOException {
        String servletClass = "<servlet-class>" + servlet.getName() + "</servlet-class>";
        return new ShopWar()
                .withClasses(servlet)
                .replacingInWebXml("<jsp-file>/WEB-INF/pages/catalogue.jsp</jsp-file>", servletClass)
                .replacingInWebXml("<jsp-file>/WEB-INF/pages/thank-you.jsp</jsp-file>", servletClass);
    }

    /** With Spring MVC, and the JSPs as its views. */
    static ShopWar springMvc() throws IOException {
        return new ShopWar()
                .withFiles(SHOPS.resolve("spring-shop"))
                .withLibrariesOfTheBuild("spring-", "micrometer-")
                .withClasses(OrderController.class);
    }

    ShopWar withAllJar() {
        return withLibraries(List.of(Installation.ALL_JAR));
    }

    ShopWar withLibraries(List<Path> jars) {
        jars.forEach(jar -> with(LIBRARIES + jar.getFileName(), bytes(jar)));
        return this;
    }

    ShopWar withLibraryAs(String name, Path jar) {
        return with(LIBRARIES + name, bytes(jar));
    }

    /** Those jars of the build's own class path whose names begin so. */
    ShopWar withLibrariesOfTheBuild(String... names) {
        return withLibraries(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> Stream.of(names).anyMatch(path.getFileName().toString()::startsWith))
                .toList());
    }

    /** Classes of the tests with those nested in them, as the shop's own. */
    ShopWar withClasses(Class<?>... types) throws IOException {
        for (Class<?> type : types) {
            Path folder = CLASSES.resolve(type.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().matches(type.getSimpleName() + "(\\$.*)?\\.class"))
                        .forEach(file -> with("WEB-INF/classes/" + CLASSES.relativize(file), bytes(file)));
            }
        }
        return this;
    }

    ShopWar with(String entry, byte[] content) {
        entries.put(entry, content);
        return this;
    }

    /** Adds to {@code web.xml}, before what is there, as mappings count in their order. */
    ShopWar declaring(String xml) {
        return replacingInWebXml("</display-name>", "</display-name>\n" + xml);
    }

    ShopWar withCompleteMetadata() {
        return replacingInWebXml("version=\"6.0\"", "version=\"6.0\" metadata-complete=\"true\"");
    }

    /** The same for {@code javax.servlet}: its own classes under the names of that, and the jars that are made for it. */
    ShopWar forJavax() throws IOException {
        ShopWar other = new ShopWar();
        other.entries.clear();
        entries.forEach((name, content) -> {
            if (name.endsWith(".class")) {
                other.with(name, JavaxNames.inClass(content));
            } else if (name.equals(LIBRARIES + Installation.ALL_JAR.getFileName())) {
                other.withLibraries(List.of(Installation.ALL_JAVAX_JAR));
            } else if (!name.startsWith(LIBRARIES + "spring-")) {
                other.with(name, content);
            }
        });
        if (entries.keySet().stream().anyMatch(name -> name.startsWith(LIBRARIES + "spring-"))) {
            try (Stream<Path> spring = Files.list(SPRING_FOR_JAVAX)) {
                other.withLibraries(spring.toList());
            }
        }
        return other.replacingInWebXml("https://jakarta.ee/xml/ns/jakartaee", "http://xmlns.jcp.org/xml/ns/javaee")
                .replacingInWebXml("version=\"6.0\"", "version=\"4.0\"");
    }

    Path writeTo(Path war) throws IOException {
        Files.createDirectories(war.getParent());
        try (OutputStream file = Files.newOutputStream(war);
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return war;
    }

    ShopWar replacingInWebXml(String text, String replacement) {
        String webXml = new String(entries.get(WEB_XML), StandardCharsets.UTF_8);
        if (!webXml.contains(text)) {
            throw new IllegalStateException("no " + text + " in " + webXml);
        }
        return with(WEB_XML, webXml.replace(text, replacement).getBytes(StandardCharsets.UTF_8));
    }

    private ShopWar withFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> with(folder.relativize(file).toString(), bytes(file)));
        }
        return this;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
