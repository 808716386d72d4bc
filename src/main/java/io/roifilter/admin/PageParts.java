package io.roifilter.admin;

import io.roifilter.text.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What comes again and again on the status page. For one thread, once. */
final class PageParts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Html html;
    private final PageRequest request;
    private final Instant now;

    PageParts(Html html, PageRequest request, Instant now) {
        this.html = html;
        this.request = request;
        this.now = now;
    }

    /** What stands before the body. */
    void head(String title) {
        html.open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .empty("link", "rel", "icon", "href", "data:,")
                .empty("link", "rel", "stylesheet", "href", request.base() + "style.css")
                .element("title", title)
                .close();
    }

    /** What came of the button that was pressed. */
    void notice(Desk.Answer notice) {
        html.element("p", notice.text(), "class", "notice " + (notice.isDone() ? "up" : "down"), "role", "status");
    }

    /** A part of the page with a heading, to be closed. */
    void section(String id, String heading) {
        section(id, heading, false);
    }

    /** @param isNext whether it has what is to be done now */
    void section(String id, String heading, boolean isNext) {
        html.open("section", "aria-labelledby", id);
        if (isNext) {
            html.attribute("class", "next");
        }
        html.element("h2", heading, "id", id);
    }

    /** The element alone. */
    void moment(Instant time) {
        html.element("time", TIME.format(time.atZone(request.zone())), "datetime", time.toString());
    }

    /** The moment, and how far from now it is. */
    void time(Instant time) {
        moment(time);
        html.text(
                time.isAfter(now)
                        ? ", in " + Durations.text(Duration.between(now, time))
                        : ", " + Durations.text(Duration.between(time, now)) + " ago");
    }

    void number(String name, long value, String note, boolean isTrouble) {
        html.open("div", "class", isTrouble ? "number trouble" : "number")
                .element("dt", name)
                .element("dd", number(value))
                .element("dd", note, "class", "note")
                .close();
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }

    /** Of dollars and cents. */
    static String number(BigDecimal value) {
        return String.format(Locale.ROOT, "%,.2f", value).replace(',', '\u202f');
    }

    /** A table up to the first row, to be ended by {@link #endTable}. */
    void table(List<String> columns) {
        table("", columns);
    }

    /** One whose rows stand one below the other where there is no room; their cells say by {@code data-label} what they are. */
    void stackingTable(List<String> columns) {
        table("stacking", columns);
    }

    private void table(String look, List<String> columns) {
        html.open("div", "class", "wide")
                .open("table", "class", look)
                .open("thead")
                .open("tr");
        columns.forEach(column -> html.element("th", column, "scope", "col"));
        html.close().close().open("tbody");
    }

    void endTable() {
        html.close().close().close();
    }

    /** A form that does something, with what it is about; to be closed. */
    void form(String action, String... fields) {
        html.open("form", "method", "post", "action", request.base() + action);
        hidden(FormToken.FIELD, request.token().toString());
        for (int i = 0; i < fields.length; i += 2) {
            hidden(fields[i], fields[i + 1]);
        }
    }

    /** A form that is nothing but a button. */
    void button(String words, String action, String... fields) {
        form(action, fields);
        html.element("button", words).close();
    }

    private void hidden(String name, String value) {
        html.empty("input", "type", "hidden", "name", name, "value", value);
    }
}
