package io.roifilter.page;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/** A page as a browser takes it apart. Together with those of places the only class that knows the library that does so: where no page is read, none of it is loaded. */
final class PageMarkup {
    private static final Pattern WITH_PATTERN = Pattern.compile("(?i):matches|~=");

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

    /** Where what is wanted stands. */
    List<PagePlace> places(Predicate<String> wanted) {
        return new MarkupPlaces(document).of(wanted);
    }

    /** @throws IllegalArgumentException if it is no selector; the message says why */
    static void check(String selector) {
        evaluator(selector);
    }

    private Element first(String selector) {
        return document.selectFirst(evaluator(selector));
    }

    /** Those with regular expressions in them would be the library's to match, without a bound. */
    private static Evaluator evaluator(String selector) {
        if (WITH_PATTERN.matcher(selector).find()) {
            throw new IllegalArgumentException(
                    "\"" + selector + "\" has a regular expression in it, which may take for ever: use page.match");
        }
        try {
            return QueryParser.parse(selector);
        } catch (SelectorParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + selector + "\" is no CSS selector: " + e.getMessage(), e);
        }
    }
}
