package io.roifilter.admin;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An HTML page, written in XML's form, which browsers read as the same (HTML Living Standard, 13.1.2): all texts and values are
 * escaped. Attributes follow as name, value, name, value. For one thread.
 */
final class Html {
    private final StringWriter text = new StringWriter().append("<!DOCTYPE html>\n");
    private final XMLStreamWriter writer;

    Html() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    Html open(String name, String... attributes) {
        return step(() -> {
            writer.writeStartElement(name);
            write(attributes);
        });
    }

    /** One more of the element just opened. */
    Html attribute(String name, String value) {
        return step(() -> writer.writeAttribute(name, value));
    }

    Html close() {
        return step(writer::writeEndElement);
    }

    Html text(String words) {
        return step(() -> writer.writeCharacters(words));
    }

    /** An element with nothing but text in it. */
    Html element(String name, String words, String... attributes) {
        return open(name, attributes).text(words).close();
    }

    /** One that has no end, such as {@code input}. */
    Html empty(String name, String... attributes) {
        return step(() -> {
            writer.writeEmptyElement(name);
            write(attributes);
        });
    }

    /** The whole; nothing can be added any more. */
    String page() {
        step(writer::writeEndDocument);
        return text.toString();
    }

    private void write(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }

    private Html step(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // there is no disk or network behind it
        }
    }
}
