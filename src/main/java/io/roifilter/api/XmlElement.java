package io.roifilter.api;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML in, as the API's messages need it: elements, texts, no attributes. Safe with hostile input: no document type
 * declaration, no entities but the five of XML itself, bounded depth and number of elements; the caller bounds the
 * size.
 */
final class XmlElement {
    private static final XmlElement ABSENT = new XmlElement("");
    private static final int MAX_DEPTH = 16;

    /** Twice what 1 MiB of real calls has; empty elements of a few bytes each would take a hundred times their size. */
    private static final int MAX_ELEMENTS = 50_000;

    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlElement> children = new ArrayList<>();

    private XmlElement(String name) {
        this.name = name;
    }

    /** Reads a whole document and returns its root, which must have this name. */
    static XmlElement parse(String xml, String rootName) throws MalformedXmlException {
        try {
            XMLStreamReader reader = inputFactory().createXMLStreamReader(new StringReader(xml));
            XmlElement root = parse(reader);
            if (!root.name.equals(rootName)) {
                throw new MalformedXmlException("the root element must be " + rootName, null);
            }
            return root;
        } catch (XMLStreamException e) {
            throw new MalformedXmlException("not well-formed XML" + position(e), e);
        } catch (RuntimeException e) {
            // The JDK's reader lets some of its own slips out on hostile input (JDK-8028363 and its kin).
            throw new MalformedXmlException("not well-formed XML", e);
        }
    }

    /** The first child of this name, or an element without content. */
    XmlElement child(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return ABSENT;
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** The trimmed text of the first child of this name; empty if there is none. */
    String text(String childName) {
        return child(childName).stripped();
    }

    /** The trimmed texts of all children of this name; if they say different things, all that they say. */
    String said(String childName) {
        Set<String> texts = null; // of most there is one at most
        String first = null;
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                String text = child.stripped();
                first = first == null ? text : first;
                if (!text.equals(first)) {
                    texts = texts == null ? new LinkedHashSet<>(List.of(first)) : texts;
                    texts.add(text);
                }
            }
        }
        return texts == null ? Objects.requireNonNullElse(first, "") : String.join(" / ", texts);
    }

    private String stripped() {
        return text.toString().strip();
    }

    /** The trimmed texts of all children by name, the first of each, in their order. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (XmlElement child : children) {
            texts.putIfAbsent(child.name, child.stripped());
        }
        return Collections.unmodifiableMap(texts);
    }

    private static XmlElement parse(XMLStreamReader reader) throws XMLStreamException, MalformedXmlException {
        XmlElement document = new XmlElement("");
        Deque<XmlElement> open = new ArrayDeque<>();
        open.push(document);
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() > MAX_DEPTH) {
                        throw new MalformedXmlException("elements are nested too deeply", null);
                    }
                    if (++elements > MAX_ELEMENTS) {
                        throw new MalformedXmlException("there are too many elements", null);
                    }
                    XmlElement element = new XmlElement(reader.getLocalName());
                    open.element().children.add(element);
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    open.element().text.append(reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new MalformedXmlException("document type declarations and entities are not accepted", null);
                default -> {
                    // Comments and processing instructions say nothing here.
                }
            }
        }
        return document.children.get(0);
    }

    private static XMLInputFactory inputFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static String position(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : ": line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
    }
}
