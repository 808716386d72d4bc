package io.roifilter.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is asked of an answer when it has passed. It is parsed once for each kind of question, and only if one is asked; anew if
 * more of it has come since. For one thread at a time.
 */
public final class PageContent {
    private final AnswerCopy answer;

    private CopiedText seen; // of which the following is made, null until asked for
    private PageMarkup markup;
    private String visible;
    private Optional<Object> json;
    private PageOrder order;

    /** @param answer that has passed */
    public PageContent(AnswerCopy answer) {
        this.answer = answer;
    }

    /** The answer itself. */
    public AnswerCopy answer() {
        return answer;
    }

    /** The text of the answer as it was sent; empty if there is none to be read. */
    public String source() {
        return copied() instanceof CopiedText.Page page ? page.text() : "";
    }

    /**
     * What a reader sees of the first element that a CSS selector finds, white space made one blank each.
     *
     * @return null if there is none
     * @throws IllegalArgumentException if it is no selector
     */
    public String text(String selector) {
        return markup().text(selector);
    }

    /**
     * An attribute of the first element that a CSS selector finds.
     *
     * @return null if there is none, or it has none of that name
     * @throws IllegalArgumentException if it is no selector
     */
    public String attribute(String selector, String name) {
        return markup().attribute(selector, name);
    }

    /**
     * What the first group of a regular expression matches, or the whole of it if it has none, in what a reader sees of the page; in
     * the source of what is no HTML.
     *
     * @return null if it matches nowhere
     * @throws IllegalArgumentException if it is no regular expression, or takes too long on this page
     */
    public String match(String pattern) {
        return PagePattern.of(pattern).firstGroup(visible());
    }

    /** What {@link #match} looks through. */
    public String visible() {
        copied();
        if (visible == null) {
            visible = isHtml() ? markup().text() : source();
        }
        return visible;
    }

    /** Where elements and attributes stand whose whole text is wanted, by what finds them again; none in what is no HTML. */
    public List<PagePlace> places(Predicate<String> wanted) {
        return isHtml() ? markup().places(wanted) : List.of();
    }

    /** The JSON of the answer as maps, lists, texts, exact numbers and booleans; null if it is none. */
    public Object json() {
        copied();
        if (json == null) {
            json = PageJson.read(source());
        }
        return json.orElse(null);
    }

    /** Which order the answer states by convention. */
    public PageOrder order() {
        copied();
        if (order == null) {
            order = readOrder();
        }
        return order;
    }

    /** Why less of the page was read than was asked for, if that is so. */
    public Optional<String> trouble() {
        return Optional.ofNullable(answer.trouble()).map(CopiedText.Trouble::text);
    }

    /** The order that was read, without reading it now. */
    public Optional<PageOrder> orderIfRead() {
        return Optional.ofNullable(order);
    }

    /**
     * Uses once what reads pages, at the start and in the background, where an expression names the page: the jar may not be there
     * for ever.
     */
    public static void prepare() {
        PageJson.read("{}");
        PageOrders.inHtml("<script>gtag('event','purchase',{transaction_id:'1',value:1})</script>");
        PageMarkup sample = new PageMarkup("<p id=order>1 &amp; &copy;</p>");
        if (!"1".equals(PagePattern.of("(\\d+)").firstGroup(sample.text("#order")))) {
            throw new IllegalStateException("pages cannot be read");
        }
    }

    /** @throws IllegalArgumentException if it is no selector; the message says why */
    public static void checkSelector(String selector) {
        PageMarkup.check(selector);
    }

    /** @throws IllegalArgumentException if it is no regular expression; the message says why */
    public static void checkPattern(String pattern) {
        PagePattern.of(pattern);
    }

    /** Of a part of a page it cannot be told what is code and what a customer has typed. */
    private PageOrder readOrder() {
        if (!(copied() instanceof CopiedText.Page page) || !page.isWhole()) {
            return new PageOrder.None(List.of());
        }
        if (isHtml()) {
            return PageOrders.inHtml(page.text());
        }
        return contentType().contains("json") ? PageOrders.inJson(page.text()) : new PageOrder.None(List.of());
    }

    private CopiedText copied() {
        CopiedText now = answer.text();
        if (now != seen) {
            seen = now;
            markup = null;
            visible = null;
            json = null;
            order = null;
        }
        return now;
    }

    private boolean isHtml() {
        String type = contentType();
        return type.contains("html")
                || type.isEmpty() && source().stripLeading().startsWith("<");
    }

    private String contentType() {
        String type = answer.contentType();
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    private PageMarkup markup() {
        copied();
        if (markup == null) {
            markup = new PageMarkup(source());
        }
        return markup;
    }
}
