package io.roifilter.page;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/** A page as a browser takes it apart. The only class that knows the library that does so: where no page is read, none of it is loaded. */
final class PageMarkup {
    private final Document document;

    PageMarkup(String source) {
        document = Jsoup.parse(source);
    }

    /** What a reader sees. */
    String text() {
        return document.text();
    }

    /** Of the first element that a selector finds; null if there is none. */
    String text(String selector) {
        Element found = first(selector);
        return found == null ? null : found.text();
    }

    /** The same; null also if it has no such attribute. */
    String attribute(String selector, String name) {
        Element found = first(selector);
        return found == null || !found.hasAttr(name) ? null : found.attr(name);
    }

    /** @throws IllegalArgumentException if it is no selector; the message says why */
    static void check(String selector) {
        evaluator(selector);
    }

    private Element first(String selector) {
        return document.selectFirst(evaluator(selector));
    }

    private static Evaluator evaluator(String selector) {
        try {
            return QueryParser.parse(selector);
        } catch (SelectorParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + selector + "\" is no CSS selector: " + e.getMessage(), e);
        }
    }
}
