package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterMappingTest {
    private static final String WEB_XML = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- <filter-mapping> -->
            <j:web-app xmlns:j="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <j:filter><j:filter-name>roi-insert</j:filter-name></j:filter>
              <j:filter-mapping id="one">
                <j:filter-name> roi-insert </j:filter-name>
                <j:url-pattern>
                  /thank-you
                </j:url-pattern>
                <j:url-pattern>/done/*</j:url-pattern>
                <j:dispatcher>FORWARD</j:dispatcher>
                <j:dispatcher>REQUEST</j:dispatcher>
              </j:filter-mapping>
              <j:filter-mapping>
                <j:filter-name>roi-insert</j:filter-name>
                <j:servlet-name>checkout</j:servlet-name>
                <j:servlet-name>gone</j:servlet-name>
              </j:filter-mapping>
              <j:filter-mapping>
                <j:filter-name>another</j:filter-name>
                <j:url-pattern>/added</j:url-pattern>
                <j:dispatcher>ERROR</j:dispatcher>
              </j:filter-mapping>
            </j:web-app>
            """;

    @Test
    void hasDispatchersOfTheDescriptorAndWhatIsAddedToIt() {
        assertEquals(
                List.of("/thank-you, /done/* (FORWARD, REQUEST)", "servlet checkout (REQUEST)", "/added"),
                mappings(WEB_XML, List.of("/thank-you", "/added", "/done/*"), List.of("checkout", "gone")));
    }

    /** The descriptor may have been overridden, or the filter taken out of it by the server. */
    @Test
    void believesTheContainer() {
        assertEquals(List.of("/done/* (FORWARD, REQUEST)"), mappings(WEB_XML, List.of("/done/*"), List.of()));
        assertEquals(List.of(), mappings(WEB_XML, List.of(), List.of("gone")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<web-app>", "<web-app><filter-mapping><filter-name><b/></filter-name>", "\0"})
    void doesWithoutADescriptorThatCannotBeRead(String webXml) {
        assertEquals(List.of("/thank-you"), mappings(webXml, List.of("/thank-you"), List.of()));
    }

    @Test
    void doesNotReadWhatADescriptorRefersTo() {
        String webXml = "<!DOCTYPE web-app PUBLIC \"-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN\""
                + " \"http://127.0.0.1:1/web-app_2_3.dtd\">"
                + "<web-app><filter-mapping><filter-name>roi-insert</filter-name><url-pattern>/a</url-pattern>"
                + "</filter-mapping></web-app>";
        assertEquals(List.of("/a (REQUEST)"), mappings(webXml, List.of("/a"), List.of()));
    }

    private static List<String> mappings(String webXml, List<String> urlPatterns, List<String> servlets) {
        FilterRegistration registration = answering(
                FilterRegistration.class,
                Map.of(
                        "getName",
                        "roi-insert",
                        "getUrlPatternMappings",
                        urlPatterns,
                        "getServletNameMappings",
                        servlets));
        ServletRegistration checkout = answering(ServletRegistration.class, Map.of());
        return FilterMapping.of("roi-insert", Set.of(), context(webXml, registration, checkout)).orElseThrow().stream()
                .map(FilterMapping::toString)
                .toList();
    }

    @Test
    void isNotKnownOfAFilterThatTheContainerDoesNotKnow() {
        assertEquals(Optional.empty(), FilterMapping.of("roi-insert", Set.of(), context(WEB_XML, null, null)));
        assertEquals(Optional.empty(), FilterMapping.of("roi-insert", Set.of(), answering(ServletContext.class, null)));
    }

    private static ServletContext context(String webXml, FilterRegistration filter, ServletRegistration checkout) {
        return (ServletContext) Proxy.newProxyInstance(
                FilterMappingTest.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getResourceAsStream" -> new ByteArrayInputStream(webXml.getBytes(StandardCharsets.UTF_8));
                    case "getFilterRegistration" -> filter;
                    case "getServletRegistration" -> "checkout".equals(arguments[0]) ? checkout : null;
                    default -> throw new UnsupportedOperationException();
                });
    }

    private static <T> T answering(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(
                FilterMappingTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (answers == null) {
                        throw new UnsupportedOperationException();
                    }
                    return answers.get(method.getName());
                }));
    }
}
