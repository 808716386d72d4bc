package io.roifilter.api;

import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML out: elements and escaped texts, nothing else, for the JDK's own StAX whatever the application brings. */
final class XmlText {
    /** What goes into a document. */
    interface Content {
        void writeTo(XmlText xml) throws XMLStreamException;
    }

    private final XMLStreamWriter writer;

    private XmlText(XMLStreamWriter writer) {
        this.writer = writer;
    }

    static String write(Content content) {
        StringWriter text = new StringWriter();
        write(content, text);
        return text.toString();
    }

    /** Into memory. */
    static void write(Content content, Writer text) {
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            content.writeTo(new XmlText(writer));
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written to memory", e);
        }
    }

    void start(String name) throws XMLStreamException {
        writer.writeStartElement(name);
    }

    void end() throws XMLStreamException {
        writer.writeEndElement();
    }

    void element(String name, String text) throws XMLStreamException {
        writer.writeStartElement(name);
        writer.writeCharacters(text);
        writer.writeEndElement();
    }

    /** An element that holds a text, or elements by name. */
    void element(String name, Object content) throws XMLStreamException {
        if (content instanceof Map<?, ?> elements) {
            start(name);
            for (Map.Entry<?, ?> element : elements.entrySet()) {
                element((String) element.getKey(), element.getValue());
            }
            end();
        } else {
            element(name, (String) content);
        }
    }
}
