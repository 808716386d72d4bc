package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.servlet.ServletContainerInitializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** The jar for {@code javax.servlet}: the same as the other but for names, and all it calls is there in Servlet 4.0. */
class JavaxJarIT {
    private static final Path ALL_JAR = Path.of(System.getProperty("allJar"));
    private static final Path JAVAX_JAR = Path.of(System.getProperty("allJavaxJar"));
    private static final long MAX_SIZE = 8_000_000;
    private static final String SERVICES = "META-INF/services/";
    private static final String INITIALIZER = ".servlet.ServletContainerInitializer";

    /** For the container that is not its own. */
    private static final String OTHER = "io/roifilter/OtherApiInitializer";

    private JarFile jar;
    private URLClassLoader loader;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(JAVAX_JAR.toFile());
        URL servlet4 = ServletContainerInitializer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        loader = new URLClassLoader(
                new URL[] {JAVAX_JAR.toUri().toURL(), servlet4}, ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
        jar.close();
    }

    @Test
    void isNotLargerThanPromised() throws IOException {
        assertTrue(Files.size(JAVAX_JAR) <= MAX_SIZE, Files.size(JAVAX_JAR) + " bytes");
    }

    /** But for what is for Spring Boot 3 and 4, which are of the other side. */
    @Test
    void hasTheSameFilesAsTheOther() throws IOException {
        try (JarFile other = new JarFile(ALL_JAR.toFile())) {
            Set<String> names = names(other);
            assertTrue(names.removeIf(name -> name.contains("spring")), names::toString);
            assertEquals(names, names(jar));
        }
    }

    @Test
    void eachApiFindsTheInitializerThatIsOfIt() throws IOException {
        assertEquals("io.roifilter.RoiInitializer", text(SERVICES + "javax" + INITIALIZER));
        assertEquals("io.roifilter.OtherApiInitializer", text(SERVICES + "jakarta" + INITIALIZER));
        try (JarFile other = new JarFile(ALL_JAR.toFile())) {
            assertEquals("io.roifilter.RoiInitializer", text(other, SERVICES + "jakarta" + INITIALIZER));
        }
    }

    /** Names of attributes among them, such as that of the exception behind an error page. */
    @Test
    void namesTheOtherApiNowhereButInTheOneClass() throws IOException {
        List<String> naming = new ArrayList<>();
        for (String file : classes()) {
            String text = new String(constantsInUse(bytes(file)), StandardCharsets.ISO_8859_1);
            if (text.contains("jakarta/servlet") || text.contains("jakarta.servlet")) {
                naming.add(file);
            }
        }
        assertEquals(List.of(OTHER + ".class"), naming);
    }

    @Test
    void allThatIsCalledIsThereInServlet4() throws Exception {
        Linkage linkage = new Linkage(loader);
        Set<String> missing = new TreeSet<>();
        for (String file : linkable()) {
            missing.addAll(linkage.missing(bytes(file)));
        }
        assertEquals(Set.of(), missing);
        assertTrue(linkage.checked() > 1000, "only " + linkage.checked() + " calls were looked at");
    }

    /** A method that was there until Servlet 5, and that no class of ours has, would fail where an application calls it. */
    @Test
    void allThatServlet4AsksOfOurClassesIsThere() throws Exception {
        Linkage linkage = new Linkage(loader);
        Set<String> missing = new TreeSet<>();
        for (String file : linkable()) {
            missing.addAll(linkage.unimplemented(file.replace(".class", "")));
        }
        // The session's others are the container's own, by a proxy.
        missing.removeIf(
                text -> text.matches("io.roifilter.HeldSession: .*[.](getValue|getValueNames|getSessionContext)[(].*"));
        assertEquals(Set.of(), missing);
    }

    /** The compiler leaves names of classes behind whose constants it has put in. */
    private static byte[] constantsInUse(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(writer, 0);
        return writer.toByteArray();
    }

    private List<String> classes() {
        return names(jar).stream().filter(name -> name.endsWith(".class")).toList();
    }

    /** Our own, but for the one that is for other containers. */
    private List<String> linkable() {
        return classes().stream()
                .filter(name -> !name.startsWith("io/roifilter/shaded/") && name.startsWith("io/roifilter/"))
                .filter(name -> !name.equals(OTHER + ".class"))
                .toList();
    }

    private static Set<String> names(JarFile jar) {
        return jar.stream().map(JarEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private byte[] bytes(String file) throws IOException {
        return bytes(jar, file);
    }

    private String text(String file) throws IOException {
        return text(jar, file);
    }

    private static String text(JarFile jar, String file) throws IOException {
        return new String(bytes(jar, file), StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(JarFile jar, String file) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(file))) {
            return in.readAllBytes();
        }
    }
}
