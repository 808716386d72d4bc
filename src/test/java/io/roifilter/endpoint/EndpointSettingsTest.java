package io.roifilter.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.Credentials;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSettingsTest {
    private static final Map<String, String> REQUIRED =
            Map.of("apiKey", "key", "sharedSecret", "the-shared-secret", "roiSecret", "the-roi-secret");

    @TempDir
    Path directory;

    @Test
    void requiredOnesSuffice() {
        EndpointSettings settings = settings(REQUIRED);
        assertEquals(new Credentials("key", "the-shared-secret"), settings.credentials());
        assertEquals("the-roi-secret", settings.roiSecret());
        assertEquals("farm", settings.dbSpec());
        assertEquals(Path.of("/home/u/roi-endpoint/shop"), settings.directory());
    }

    @ParameterizedTest
    @CsvSource({"'', ROOT", "/shop, shop", "/shop/eu, shop#eu"})
    void defaultDirectoryIsNamedAfterTheContext(String contextPath, String name) {
        Map<String, String> system = Map.of("user.home", "/home/u", "jetty.base", "/jetty", "catalina.base", "/tomcat");
        EndpointSettings settings = EndpointSettings.of(config(contextPath, REQUIRED), system::get);
        assertEquals(Path.of("/tomcat/roi-endpoint", name), settings.directory());
        system = Map.of("user.home", "/home/u", "jetty.base", "/jetty", "catalina.base", " ");
        settings = EndpointSettings.of(config(contextPath, REQUIRED), system::get);
        assertEquals(Path.of("/jetty/roi-endpoint", name), settings.directory());
    }

    @Test
    void relativePathsAreBelowTheServersDirectory() {
        assertEquals(
                Path.of("/home/u/a/b"), settings(with("directory", " a/b ")).directory());
        assertEquals(Path.of("/a"), settings(with("directory", "/a")).directory());
    }

    @Test
    void secretsComeFromFilesToo() throws Exception {
        Map<String, String> params = new HashMap<>();
        for (Map.Entry<String, String> secret : REQUIRED.entrySet()) {
            Path file = Files.writeString(directory.resolve(secret.getKey()), "\n " + secret.getValue() + " \r\n");
            params.put(secret.getKey() + "File", file.toString());
        }
        EndpointSettings settings = settings(params);
        assertEquals(new Credentials("key", "the-shared-secret"), settings.credentials());
        assertEquals("the-roi-secret", settings.roiSecret());
    }

    @Test
    void allProblemsAreReportedTogetherAndNoSecretIsShown() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), " \n");
        Map<String, String> params = Map.of(
                "apikey", "secret-1",
                "sharedSecret", "secret-2",
                "sharedSecretFile", "/secret",
                "roiSecretFile", empty.toString(),
                "dbSpec", "a b",
                "directory", "\0",
                "colour", "blue");
        String report = report(params);
        List<String> lines = report.lines().toList();
        assertEquals(7, lines.size(), report);
        assertTrue(lines.get(0).startsWith("init-param apikey is unknown: did you mean apiKey?"), report);
        assertTrue(lines.get(1).startsWith("init-param colour is unknown: known are apiKey, "), report);
        assertTrue(lines.get(2).startsWith("init-param apiKey is required, or apiKeyFile"), report);
        assertTrue(lines.get(3).startsWith("init-param sharedSecret and sharedSecretFile are both given"), report);
        assertTrue(lines.get(4).contains("roiSecretFile names " + empty + ", which is empty"), report);
        assertTrue(lines.get(5).startsWith("init-param dbSpec is \"a b\", but must be"), report);
        assertTrue(lines.get(6).startsWith("init-param directory is"), report);
        assertFalse(report.contains("secret-1") || report.contains("secret-2"), report);
    }

    @Test
    void filesThatAreNoSecretsAreReported() throws Exception {
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(5000));
        String report = report(Map.of(
                "apiKeyFile", large.toString(), "sharedSecretFile", directory.toString(), "roiSecretFile", "missing"));
        assertEquals(3, report.lines().count(), report);
        assertTrue(report.contains("larger than 4096 bytes"), report);
        assertTrue(report.contains("/home/u/missing, which cannot be read: NoSuchFileException"), report);
    }

    @Test
    void textFormShowsNoSecret() {
        assertEquals(
                "dbSpec=farm, directory=/home/u/roi-endpoint/shop",
                settings(REQUIRED).toString());
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> params = new HashMap<>(REQUIRED);
        params.put(name, value);
        return params;
    }

    private static EndpointSettings settings(Map<String, String> params) {
        return EndpointSettings.of(config("/shop", params), Map.of("user.home", "/home/u")::get);
    }

    private static String report(Map<String, String> params) {
        return assertThrows(IllegalArgumentException.class, () -> settings(params))
                .getMessage();
    }

    private static ServletConfig config(String contextPath, Map<String, String> params) {
        ServletContext context = proxy(ServletContext.class, Map.of("getContextPath", contextPath));
        return new ServletConfig() {
            @Override
            public String getServletName() {
                return "roi.insert";
            }

            @Override
            public ServletContext getServletContext() {
                return context;
            }

            @Override
            public String getInitParameter(String name) {
                return params.get(name);
            }

            @Override
            public Enumeration<String> getInitParameterNames() {
                return Collections.enumeration(params.keySet());
            }
        };
    }

    private static <T> T proxy(Class<T> type, Map<String, ?> results) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> results.get(method.getName())));
    }
}
