package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.ClearSystemProperty;
import org.junit.jupiter.api.util.SetSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SetSystemProperty(key = "user.home", value = "/home/u")
@SetSystemProperty(key = "jetty.base", value = "/jetty")
@SetSystemProperty(key = "catalina.base", value = "/tomcat")
class WebApplicationTest {
    @ParameterizedTest
    @CsvSource({"'', ROOT", "/shop, shop", "/shop/eu, shop#eu"})
    void itsDirectoryIsNamedAfterIt(String contextPath, String name) {
        assertEquals(name, WebApplication.name(context(contextPath)));
        assertEquals(
                Path.of("/tomcat/roi", name), WebApplication.directory(Optional.empty(), "roi", context(contextPath)));
    }

    @Test
    @ClearSystemProperty(key = "catalina.base")
    void aRelativeDirectoryBeginsThere() {
        assertEquals(Path.of("/jetty/a/b"), directory("a/b"));
        assertEquals(Path.of("/a"), directory("/a"));
    }

    private static Path directory(String given) {
        return WebApplication.directory(ParsersTest.parse(Settings.DIRECTORY, given), "roi-endpoint", context("/shop"));
    }

    private static ServletContext context(String contextPath) {
        return (ServletContext) Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (self, method, arguments) -> contextPath);
    }
}
