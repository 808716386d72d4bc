package io.roifilter.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * What the files of a web application that is not running say of filters and parameters: its web.xml, and the files by which
 * Tomcat and Jetty are told of it. Immutable.
 *
 * @param contextParameters by name; those of a server's file have precedence, as there
 * @param filters in the order of web.xml
 * @param mappedFilters the names of filters, in the order in which web.xml maps them on url-patterns: that in which they are run
 * @param servletPatterns the url-patterns of servlets
 * @param isOrdered whether web.xml passes over libraries that it does not name ({@code absolute-ordering}), so that
 *     {@code RoiInitializer} is not run
 */
public record WebXml(
        Map<String, String> contextParameters,
        List<Declared> filters,
        List<String> mappedFilters,
        List<String> servletPatterns,
        boolean isOrdered) {
    static final String WEB_XML = "WEB-INF/web.xml";
    static final List<String> SERVERS =
            List.of("META-INF/context.xml", "WEB-INF/jetty-web.xml", "WEB-INF/jetty-ee10-web.xml");

    /** Copies. */
    public WebXml {
        contextParameters = Map.copyOf(contextParameters);
        filters = List.copyOf(filters);
        mappedFilters = List.copyOf(mappedFilters);
        servletPatterns = List.copyOf(servletPatterns);
    }

    /**
     * A filter that web.xml declares.
     *
     * @param mappings its url-patterns, and the names of servlets that it is mapped on
     */
    public record Declared(String name, String className, Map<String, String> initParameters, List<String> mappings) {}

    /**
     * Reads a WAR, or the directory that one was unpacked into.
     *
     * @param serverFile Tomcat's or Jetty's, outside of the application
     * @throws IOException if there is none, or it cannot be read; the message says which file
     */
    public static WebXml of(Path application, Optional<Path> serverFile) throws IOException {
        WebXml own;
        if (Files.isDirectory(application)) {
            own = read(name -> {
                Path file = application.resolve(name);
                return Files.exists(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
            });
        } else {
            try (ZipFile war = new ZipFile(application.toFile())) {
                own = read(name -> {
                    ZipEntry entry = war.getEntry(name);
                    return entry == null ? Optional.empty() : Optional.of(war.getInputStream(entry));
                });
            }
        }
        if (serverFile.isEmpty()) {
            return own;
        }
        Map<String, String> parameters = new LinkedHashMap<>(own.contextParameters);
        try (InputStream in = Files.newInputStream(serverFile.get())) {
            parameters.putAll(serverParameters(parse(in, serverFile.get().toString())));
        }
        return new WebXml(parameters, own.filters, own.mappedFilters, own.servletPatterns, own.isOrdered);
    }

    /** The filters of this class. */
    public List<Declared> filters(String className) {
        return filters.stream()
                .filter(filter -> filter.className().equals(className))
                .toList();
    }

    private interface Entries {
        Optional<InputStream> open(String name) throws IOException;
    }

    private static WebXml read(Entries entries) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        List<Declared> filters = new ArrayList<>();
        List<String> mapped = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        boolean ordered = false;
        Optional<Element> webXml = root(entries, WEB_XML);
        if (webXml.isPresent()) {
            children(webXml.get(), "context-param")
                    .forEach(param -> parameters.put(text(param, "param-name"), text(param, "param-value")));
            children(webXml.get(), "filter").forEach(filter -> filters.add(declared(webXml.get(), filter)));
            children(webXml.get(), "filter-mapping")
                    .filter(mapping ->
                            children(mapping, "url-pattern").findAny().isPresent())
                    .forEach(mapping -> mapped.add(text(mapping, "filter-name")));
            children(webXml.get(), "servlet-mapping")
                    .flatMap(mapping -> children(mapping, "url-pattern"))
                    .forEach(pattern -> patterns.add(pattern.getTextContent().strip()));
            ordered = children(webXml.get(), "absolute-ordering")
                    .anyMatch(ordering -> children(ordering, "others").findAny().isEmpty());
        }
        for (String name : SERVERS) {
            root(entries, name).ifPresent(root -> parameters.putAll(serverParameters(root)));
        }
        return new WebXml(parameters, filters, mapped, patterns, ordered);
    }

    private static Declared declared(Element webXml, Element filter) {
        String name = text(filter, "filter-name");
        Map<String, String> init = new LinkedHashMap<>();
        children(filter, "init-param")
                .forEach(param -> init.put(text(param, "param-name"), text(param, "param-value")));
        List<String> mappings = children(webXml, "filter-mapping")
                .filter(mapping -> text(mapping, "filter-name").equals(name))
                .flatMap(mapping -> Stream.of("url-pattern", "servlet-name")
                        .flatMap(kind -> children(mapping, kind))
                        .map(pattern -> pattern.getTextContent().strip()))
                .toList();
        return new Declared(name, text(filter, "filter-class"), Map.copyOf(init), mappings);
    }

    /** Tomcat's {@code <Parameter name= value=>}, and Jetty's calls of {@code setInitParameter} and of a map's {@code put}. */
    private static Map<String, String> serverParameters(Element root) {
        Map<String, String> parameters = new LinkedHashMap<>();
        each(root.getElementsByTagName("Parameter"))
                .filter(parameter -> parameter.hasAttribute("name"))
                .forEach(parameter -> parameters.put(parameter.getAttribute("name"), parameter.getAttribute("value")));
        each(root.getElementsByTagName("Call"))
                .filter(call -> List.of("setInitParameter", "put").contains(call.getAttribute("name")))
                .forEach(call -> {
                    List<Element> arguments = children(call, "Arg").toList();
                    if (arguments.size() == 2) {
                        parameters.put(
                                arguments.get(0).getTextContent().strip(),
                                arguments.get(1).getTextContent().strip());
                    }
                });
        return parameters;
    }

    private static Optional<Element> root(Entries entries, String name) throws IOException {
        Optional<InputStream> entry = entries.open(name);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = entry.get()) {
            return Optional.of(parse(in, name));
        }
    }

    /** Nothing is fetched: an old web.xml names a document type somewhere in the world. */
    private static Element parse(InputStream in, String name) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            Document document = builder.parse(in);
            return document.getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(name + " is no well-formed XML: " + e.getMessage(), e);
        }
    }

    private static Stream<Element> children(Element parent, String name) {
        return each(parent.getChildNodes())
                .filter(child -> child.getTagName().replaceFirst("^.*:", "").equals(name));
    }

    private static Stream<Element> each(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements.stream();
    }

    private static String text(Element parent, String name) {
        return children(parent, name)
                .findFirst()
                .map(child -> child.getTextContent().strip())
                .orElse("");
    }

    /** Says nothing by itself, which the parser would on the error stream. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // None that matters.
        }

        @Override
        public void error(SAXParseException e) {
            // Of a schema, by which nothing is validated here.
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
