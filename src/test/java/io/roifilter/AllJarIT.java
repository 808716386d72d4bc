package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.el.ExpressionFactory;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.commons.codec.binary.Hex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar as built: what is in it, and that it works where there is nothing but a servlet container. */
class AllJarIT {
    private static final Path ALL_JAR = Path.of(System.getProperty("allJar"));
    private static final long MAX_SIZE = 8_000_000;

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(ALL_JAR.toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void isNotLargerThanPromised() throws IOException {
        assertTrue(Files.size(ALL_JAR) <= MAX_SIZE, Files.size(ALL_JAR) + " bytes");
    }

    @Test
    void hasNoClassOutsideItsOwnPackages() {
        assertNone(name -> name.endsWith(".class") && !isOurs(name));
    }

    @Test
    void hasNoResourceThatAnApplicationCouldMistakeForItsOwn() {
        assertNone(name -> !isOurs(name) && !name.startsWith("META-INF/") && !name.equals("sqlite-jdbc.properties"));
    }

    @Test
    void hasNoModuleDescriptorAndNoSignature() {
        assertNone(name -> name.endsWith("module-info.class") || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"));
    }

    @Test
    void isTheSameOnEveryJavaVersion() throws IOException {
        assertNone(name -> name.startsWith("META-INF/versions/"));
        assertNull(manifest().getValue(Attributes.Name.MULTI_RELEASE));
    }

    @Test
    void namesItselfInItsManifest() throws IOException {
        assertEquals("roi-filter", manifest().getValue(Attributes.Name.IMPLEMENTATION_TITLE));
        String version = manifest().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        assertEquals("roi-filter-" + version + "-all.jar", ALL_JAR.getFileName().toString());
    }

    /** Every application that shares the jar reads its service files: only names of our own may stand there. */
    @Test
    void offersNoServiceButItsOwn() {
        assertNone(name -> name.startsWith("META-INF/services/")
                && !name.startsWith("META-INF/services/io.roifilter.")
                && !name.matches("META-INF/services/(jakarta|javax)\\.servlet\\.ServletContainerInitializer"));
    }

    @Test
    void hasEveryClassThatItsServiceFilesName() throws IOException {
        for (String file : files(name -> name.startsWith("META-INF/services/"))) {
            List<String> classes = text(file)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").trim())
                    .filter(line -> !line.isEmpty())
                    .toList();
            assertFalse(classes.isEmpty(), file);
            for (String name : classes) {
                assertNotNull(jar.getEntry(name.replace('.', '/') + ".class"), name + " in " + file);
            }
        }
    }

    @Test
    void hasSqliteForEverySupportedPlatform() {
        Set<String> platforms = files(name -> name.startsWith("org/sqlite/native/")).stream()
                .map(name -> name.substring("org/sqlite/native/".length(), name.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> supported = new TreeSet<>();
        for (String system : List.of("Linux", "Linux-Musl", "Mac")) {
            supported.addAll(List.of(system + "/x86_64", system + "/aarch64"));
        }
        supported.add("Windows/x86_64");
        assertEquals(supported, platforms);
    }

    @Test
    void showsTheLicenceOfEachPart() throws IOException {
        assertTrue(text("META-INF/LICENSE").contains("Apache License"));
        assertTrue(text("META-INF/licenses/EPL-2.0.md").contains("Eclipse Public License - v 2.0"));
        assertTrue(text("META-INF/licenses/sqlite-jdbc-BSD-2-Clause.txt").contains("David Crawshaw"));
        assertTrue(text("META-INF/licenses/jsoup-MIT.txt").contains("Jonathan Hedley"));
        String notice = text("META-INF/NOTICE");
        for (String part : List.of(
                "org.apache.tomcat.embed:tomcat-embed-el",
                "commons-codec:commons-codec",
                "org.xerial:sqlite-jdbc",
                "info.picocli:picocli",
                "org.jsoup:jsoup",
                "jakarta.json:jakarta.json-api",
                "org.eclipse.parsson:parsson")) {
            assertTrue(notice.contains("(" + part + ")"), part);
        }
        assertFalse(notice.contains("${"), notice);
    }

    /** The Apache License asks for it in its section 4 (d). */
    @Test
    void repeatsTheNoticesOfItsApacheParts() throws Exception {
        String notice = text("META-INF/NOTICE");
        String originals =
                textInJarOf(ExpressionFactory.class, "META-INF/NOTICE") + textInJarOf(Hex.class, "META-INF/NOTICE.txt");
        originals.lines().forEach(line -> assertTrue(notice.contains(line), line));
    }

    @Test
    void keepsOrdersInADatabaseFileWithNothingElseAround(@TempDir Path directory) throws Exception {
        whereThereIsNothingElse(directory, loader -> {
            Class<?> type = loader.loadClass("org.sqlite.SQLiteDataSource");
            DataSource sqlite = (DataSource) type.getConstructor().newInstance();
            type.getMethod("setUrl", String.class).invoke(sqlite, "jdbc:sqlite:" + directory.resolve("a.db"));
            try (Connection connection = sqlite.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table t (x text)");
                statement.execute("insert into t values ('ü')");
                try (ResultSet rows = statement.executeQuery("select x from t")) {
                    assertTrue(rows.next());
                    assertEquals("ü", rows.getString(1));
                }
            }
        });
        assertTrue(Files.exists(directory.resolve("a.db")));
    }

    @Test
    void writesAndReadsPayloadsWithNothingElseAround(@TempDir Path directory) throws Exception {
        whereThereIsNothingElse(directory, loader -> {
            Class<?> type = loader.loadClass("io.roifilter.api.RoiInsert");
            Object order = type.getConstructors()[0].newInstance(
                    "echo3-619-295-1856", "152.99", "1123 ü", false, LocalDate.of(2026, 11, 22));
            Class<?> jsonType = loader.loadClass("io.roifilter.api.PayloadJson");
            Object json = jsonType.getConstructor().newInstance();
            Object text = type.getMethod("toJson").invoke(order);
            assertEquals(order, jsonType.getMethod("read", String.class).invoke(json, text));
        });
    }

    @Test
    void evaluatesExpressionsByItsOwnLanguageWithNothingElseAround(@TempDir Path directory) throws Exception {
        whereThereIsNothingElse(directory, loader -> {
            String el = "io.roifilter.shaded.el.";
            Class<?> factoryType = loader.loadClass(el + "ExpressionFactory");
            Object factory = factoryType.getMethod("newInstance").invoke(null);
            Class<?> contextType = loader.loadClass(el + "ELContext");
            Object context = loader.loadClass(el + "StandardELContext")
                    .getConstructor(factoryType)
                    .newInstance(factory);
            Object expression = factoryType
                    .getMethod("createValueExpression", contextType, String.class, Class.class)
                    .invoke(factory, context, "${1+1}", Object.class);
            Class<?> expressionType = loader.loadClass(el + "ValueExpression");
            assertEquals(2L, expressionType.getMethod("getValue", contextType).invoke(expression, context));
        });
    }

    private interface Use {
        void accept(ClassLoader loader) throws Exception;
    }

    /** As in a server that has the Servlet API and no JSP: the jar alone, its loader the context class loader. */
    private static void whereThereIsNothingElse(Path directory, Use use) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        String sqliteTmpdir = System.getProperty("org.sqlite.tmpdir");
        URL servletApi = Servlet.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader container =
                        new URLClassLoader(new URL[] {servletApi}, ClassLoader.getPlatformClassLoader());
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {ALL_JAR.toUri().toURL()}, container)) {
            System.setProperty("org.sqlite.tmpdir", directory.toString());
            thread.setContextClassLoader(loader);
            use.accept(loader);
        } finally {
            thread.setContextClassLoader(before);
            if (sqliteTmpdir == null) {
                System.clearProperty("org.sqlite.tmpdir");
            } else {
                System.setProperty("org.sqlite.tmpdir", sqliteTmpdir);
            }
        }
    }

    private static boolean isOurs(String name) {
        return name.startsWith("io/roifilter/") || name.startsWith("org/sqlite/");
    }

    private void assertNone(Predicate<String> unwanted) {
        assertEquals(List.of(), files(unwanted));
    }

    private List<String> files(Predicate<String> which) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .filter(which)
                .toList();
    }

    private Attributes manifest() throws IOException {
        return jar.getManifest().getMainAttributes();
    }

    private String text(String file) throws IOException {
        JarEntry entry = jar.getJarEntry(file);
        assertNotNull(entry, file);
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String textInJarOf(Class<?> type, String file) throws Exception {
        Path original =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile jar = new JarFile(original.toFile())) {
            return new String(jar.getInputStream(jar.getEntry(file)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
