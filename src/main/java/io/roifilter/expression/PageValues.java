package io.roifilter.expression;

import io.roifilter.page.PageContent;
import java.util.Collections;
import java.util.Map;

/**
 * The answer of the application, which expressions know as {@code page}. Public for the Expression Language, which calls
 * methods of public classes alone.
 */
public final class PageValues {
    private final PageContent content;

    PageValues(PageContent content) {
        this.content = content;
    }

    /** The status, such as 201. */
    public int getStatus() {
        return content.answer().status();
    }

    /** The headers by name; of several alike the first. */
    public Map<String, String> getHeader() {
        return new NamedValues<>(
                () -> Collections.enumeration(content.answer().headerNames()), content.answer()::header);
    }

    /** The order that the page states by convention. */
    public PageOrderValues getOrder() {
        return new PageOrderValues(content.order());
    }

    /** JSON as maps, lists, texts, exact numbers and booleans; null if the answer is none. */
    public Object getJson() {
        return content.json();
    }

    /** As {@link PageContent#text}. */
    public String text(String selector) {
        return content.text(selector);
    }

    /** As {@link PageContent#attribute}. */
    public String attribute(String selector, String name) {
        return content.attribute(selector, name);
    }

    /** As {@link PageContent#match}. */
    public String match(String pattern) {
        return content.match(pattern);
    }

    /** The text of the answer; empty if there is none. */
    @Override
    public String toString() {
        return content.source();
    }
}
