package io.roifilter;

import io.roifilter.text.LogGuard;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a filter is mapped on, as far as it can be found out: a container tells the url-patterns and servlets, and only
 * {@code web.xml} the dispatchers. Immutable.
 *
 * @param targets url-patterns, and names of servlets, each after {@code servlet}
 * @param dispatchers empty if they are not known
 */
record FilterMapping(List<String> targets, Set<String> dispatchers) {
    /** What holds where no dispatcher is named. */
    private static final Set<String> REQUEST = Set.of("REQUEST");

    /**
     * All mappings of a filter with a target that is there; none if no request ever comes to it; empty if the container does
     * not say, as for a filter that is not its own.
     *
     * @param mountedFor the dispatchers for which it was {@linkplain MemberFilter#mount mounted} by ourselves; none if it was not
     */
    static Optional<List<FilterMapping>> of(String filterName, Set<String> mountedFor, ServletContext context) {
        try {
            return Optional.ofNullable(context.getFilterRegistration(filterName))
                    .map(registration -> of(registration, mountedFor, context));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static List<FilterMapping> of(
            FilterRegistration registration, Set<String> mountedFor, ServletContext context) {
        // Sorted, as containers differ in the order
        List<String> untold = new ArrayList<>(new TreeSet<>(registration.getUrlPatternMappings()));
        registration.getServletNameMappings().stream()
                .filter(name -> context.getServletRegistration(name) != null)
                .forEach(name -> untold.add("servlet " + name));
        List<FilterMapping> mappings = new ArrayList<>();
        for (FilterMapping declared : declared(registration.getName(), context)) {
            List<String> targets =
                    declared.targets().stream().filter(untold::remove).toList();
            if (!targets.isEmpty()) {
                mappings.add(new FilterMapping(targets, declared.dispatchers()));
            }
        }
        if (!untold.isEmpty()) {
            mappings.add(new FilterMapping(untold, mountedFor));
        }
        return mappings;
    }

    /** Such as {@code /thank-you, /done/* (REQUEST, FORWARD)}. */
    @Override
    public String toString() {
        return LogGuard.oneLine(String.join(", ", targets)
                + (dispatchers.isEmpty() ? "" : dispatchers.stream().collect(Collectors.joining(", ", " (", ")"))));
    }

    private static List<FilterMapping> declared(String filterName, ServletContext context) {
        try (InputStream webXml = context.getResourceAsStream("/WEB-INF/web.xml")) {
            return webXml == null ? List.of() : read(webXml, filterName);
        } catch (Exception e) {
            return List.of(); // the container has read it: what it makes of it counts
        }
    }

    private static List<FilterMapping> read(InputStream webXml, String filterName) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader reader = factory.createXMLStreamReader(webXml);
        List<FilterMapping> mappings = new ArrayList<>();
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("filter-mapping")) {
                readMapping(reader, filterName, mappings);
            }
        }
        return mappings;
    }

    private static void readMapping(XMLStreamReader reader, String filterName, List<FilterMapping> mappings)
            throws XMLStreamException {
        List<String> names = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        Set<String> dispatchers = new LinkedHashSet<>();
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (reader.getLocalName()) {
                case "filter-name" -> names.add(reader.getElementText().strip());
                case "url-pattern" -> targets.add(reader.getElementText().strip());
                case "servlet-name" ->
                    targets.add("servlet " + reader.getElementText().strip());
                case "dispatcher" -> dispatchers.add(reader.getElementText().strip());
                default -> reader.getElementText();
            }
        }
        if (names.contains(filterName)) {
            mappings.add(new FilterMapping(targets, dispatchers.isEmpty() ? REQUEST : dispatchers));
        }
    }
}
