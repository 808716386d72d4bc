package io.roifilter.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is pasted is read as the settings that it was made from. */
class WayToInstallTest {
    private static final DeclaredFilters NONE = new DeclaredFilters(Optional.empty(), Optional.empty());
    private static final DeclaredFilters BOTH = new DeclaredFilters(Optional.of("orders & co"), Optional.of("clicks"));

    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("confirmation", "/thanks,/done/*");
        SETTINGS.put("when", "${request.method == 'POST' && order.total < 5 || \"it's\" == x}");
        SETTINGS.put("orderId", "${page.match('\\\\b\"Order\" <i>#&amp; (\\\\d+)$ `id` $HOME !')}");
        SETTINGS.put("amount", "${sessionScope['it\\'s \\\\ {it}'].totalPrice > 1 ? a:-b}%n%s");
        SETTINGS.put("currency", "${ empty c ? 'USD' : c }");
    }

    private static final List<PastedSetting> ALL = Stream.concat(
                    Stream.of(new PastedSetting("apiKeyFile", "/etc/it's here", "a file, % and all")),
                    SETTINGS.entrySet().stream()
                            .map(setting -> new PastedSetting(setting.getKey(), setting.getValue(), "")))
            .toList();

    @Test
    void contextParamsAreReadByAnXmlParser() throws Exception {
        Element xml = xml(WayToInstall.CONTEXT_PARAMS.text(ALL, NONE));
        assertEquals(named("roi."), pairs(xml, "context-param", "param-name", "param-value"));
    }

    @Test
    void filtersHaveTheirRoutesInTheirMappings() throws Exception {
        Element xml = xml(WayToInstall.FILTER.text(ALL, NONE));

        Map<String, String> expected = new LinkedHashMap<>(SETTINGS);
        expected.remove("confirmation");
        assertEquals(expected, pairs(xml, "init-param", "param-name", "param-value"));
        assertEquals(
                Map.of("roi.apiKeyFile", "/etc/it's here"), pairs(xml, "context-param", "param-name", "param-value"));
        assertEquals(List.of("/*", "/thanks", "/done/*"), texts(xml, "url-pattern"));
        assertEquals(List.of("roi-capture", "roi-insert", "roi-capture", "roi-insert"), texts(xml, "filter-name"));
        assertEquals(
                List.of("io.roifilter.RoiCaptureFilter", "io.roifilter.RoiInsertFilter"), texts(xml, "filter-class"));
    }

    @Test
    void filtersThatAreDeclaredKeepTheirNames() throws Exception {
        Element xml = xml(WayToInstall.FILTER.text(ALL, BOTH));
        assertEquals(List.of("orders & co", "orders & co"), texts(xml, "filter-name"));
        assertEquals(WayToInstall.FILTER, WayToInstall.bestFirst(BOTH).get(0));
        assertEquals(WayToInstall.CONTEXT_PARAMS, WayToInstall.bestFirst(NONE).get(0));
        assertEquals(WayToInstall.values().length, WayToInstall.bestFirst(BOTH).size());
    }

    @Test
    void tomcatReplacesNothingInItsFile() throws Exception {
        Element xml = xml(WayToInstall.TOMCAT.text(ALL, NONE));
        IntrospectionUtils.PropertySource[] sources = {name -> "replaced"};
        Map<String, String> read = new LinkedHashMap<>();
        for (Element parameter : elements(xml, "Parameter")) {
            String value = parameter.getAttribute("value");
            assertEquals(
                    value,
                    IntrospectionUtils.replaceProperties(
                            value, null, sources, getClass().getClassLoader()));
            assertEquals("false", parameter.getAttribute("override"));
            read.put(parameter.getAttribute("name"), value);
        }
        Map<String, String> expected = named("roi.");
        expected.replaceAll((name, value) -> value.replace("${", "#{"));
        assertEquals(expected, read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "${a};#{a}",
                "a ${b} c ${d};a #{b} c #{d}",
                "${ {'k':'${x}'}['k'] } ${y};#{ {'k':'${x}'}['k'] } #{y}",
                "\\${a} ${b};\\${a} #{b}",
                "${'it\\'s ${}'}${b};#{'it\\'s ${}'}#{b}",
                "${open;#{open",
                "$ { } $;$ { } $"
            })
    void tomcatsExpressionsAreTheSame(String given, String expected) {
        assertEquals(expected, DeferredExpression.of(given));
    }

    @Test
    void jettyCallsSetThem() throws Exception {
        Element xml = xml(WayToInstall.JETTY.text(ALL, NONE));
        Map<String, String> read = new LinkedHashMap<>();
        for (Element call : elements(xml, "Call")) {
            assertEquals("setInitParameter", call.getAttribute("name"));
            List<String> arguments = texts(call, "Arg");
            read.put(arguments.get(0), arguments.get(1));
        }
        assertEquals(named("roi."), read);
    }

    @Test
    void aShellGivesJavaTheSystemProperties() throws Exception {
        String text = WayToInstall.SYSTEM_PROPERTIES.text(ALL, NONE);
        List<String> words = shell("printf '%s\\0' java " + text);

        List<String> expected = new ArrayList<>(List.of("java"));
        named("roi.").forEach((name, value) -> expected.add("-D" + name + "=" + value));
        assertEquals(expected, words);
    }

    @Test
    void aShellSetsTheEnvironment() throws Exception {
        String text = WayToInstall.ENVIRONMENT.text(ALL, NONE);
        List<String> environment = shell(text + "exec env -0");

        SETTINGS.forEach((name, value) -> {
            String expected = "ROI_" + name.replace("orderId", "order_id").toUpperCase() + "=" + value;
            assertTrue(environment.contains(expected), () -> expected + " in " + environment);
        });
        assertTrue(environment.contains("ROI_API_KEY_FILE=/etc/it's here"), environment::toString);
    }

    private static Map<String, String> named(String prefix) {
        Map<String, String> named = new LinkedHashMap<>();
        ALL.forEach(setting -> named.put(prefix + setting.name(), setting.value()));
        return named;
    }

    /** What a shell writes, between zero characters. */
    private static List<String> shell(String script) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", script).start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, shell.waitFor());
        return Arrays.asList(out.split("\0"));
    }

    private static Element xml(String content) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<all>" + content + "</all>")))
                .getDocumentElement();
    }

    private static Map<String, String> pairs(Element xml, String element, String name, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        elements(xml, element)
                .forEach(found ->
                        pairs.put(texts(found, name).get(0), texts(found, value).get(0)));
        return pairs;
    }

    private static List<String> texts(Element xml, String name) {
        return elements(xml, name).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(Element xml, String name) {
        NodeList found = xml.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
