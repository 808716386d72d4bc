package io.roifilter.admin;

import io.roifilter.order.Outcome;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Draws what came in each hour and day, as SVG, which the browser shows without a script. For one thread, once. */
final class Charts {
    private static final int HEIGHT = 100;
    private static final int STEP = 10;
    private static final int BAR = 8;

    private static final List<Series> SERIES = List.of(
            new Series("Orders", "", History.Span::orders, span -> PageParts.number(span.orders())),
            new Series(
                    "Revenue in US dollars",
                    "",
                    span -> span.revenue().doubleValue(),
                    span -> PageParts.number(span.revenue())),
            new Series("Deliveries", "", History.Span::deliveries, span -> PageParts.number(span.deliveries())),
            new Series("Rejections", "bad", History.Span::rejections, span -> PageParts.number(span.rejections())));

    private final Html html;
    private final PageParts parts;
    private final History history;
    private final ZoneId zone;

    /** @param look how its bars look */
    private record Series(
            String name, String look, ToDoubleFunction<History.Span> height, Function<History.Span, String> text) {}

    Charts(Html html, PageParts parts, History history, ZoneId zone) {
        this.html = html;
        this.parts = parts;
        this.history = history;
        this.zone = zone;
    }

    void write() {
        parts.section("history", "History");
        group("The last " + History.HOURS + " hours", history.hours(), "EEE HH:mm");
        group("The last " + History.DAYS + " days", history.days(zone), "d MMM");
        html.element(
                "p", "On all nodes that share the outbox; days and hours are " + zone.getId() + ".", "class", "note");
        html.close();
    }

    private void group(String name, List<History.Span> spans, String pattern) {
        DateTimeFormatter label = DateTimeFormatter.ofPattern(pattern, Locale.US);
        List<String> labels = spans.stream()
                .map(span -> label.format(span.begins().atZone(zone)))
                .toList();
        html.element("h3", name).open("div", "class", "charts");
        SERIES.forEach(series -> chart(series, name, spans, labels));
        html.close();
        numbers(spans, labels);
    }

    private void chart(Series series, String group, List<History.Span> spans, List<String> labels) {
        double max = spans.stream().mapToDouble(series.height()).max().orElse(0);
        String sum = series.text().apply(History.sum(spans));
        html.open("figure")
                .open("figcaption")
                .text(series.name() + " ")
                .element("strong", sum)
                .close();
        html.open(
                "svg",
                "viewBox",
                "0 0 " + STEP * spans.size() + " " + HEIGHT,
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                series.name() + ", " + group.toLowerCase(Locale.ROOT) + ": " + sum);
        for (int i = 0; i < spans.size(); i++) {
            bar(series, spans.get(i), labels.get(i), i, max);
        }
        html.close();
        html.open("p", "class", "axis")
                .element("span", labels.get(0))
                .element("span", labels.get(labels.size() - 1))
                .close()
                .close();
    }

    /** What is not zero can be seen. */
    private void bar(Series series, History.Span span, String label, int place, double max) {
        double value = series.height().applyAsDouble(span);
        long height = value <= 0 ? 0 : Math.max(2, Math.round(value / max * HEIGHT));
        html.open("rect", "class", height == 0 ? "none" : series.look(), "x", Integer.toString(STEP * place + 1));
        html.attribute("width", Integer.toString(BAR))
                .attribute("y", Long.toString(height == 0 ? HEIGHT - 1 : HEIGHT - height))
                .attribute("height", Long.toString(Math.max(1, height)))
                .element("title", label + ": " + series.text().apply(span))
                .close();
    }

    /** The same in numbers, the last first, and what else became of confirmations. */
    private void numbers(List<History.Span> spans, List<String> labels) {
        Set<Outcome.Label> outcomes = History.sum(spans).outcomes().keySet();
        List<String> columns = new ArrayList<>(List.of("From"));
        SERIES.forEach(series -> columns.add(series.name()));
        outcomes.forEach(outcome -> columns.add("Page: " + outcome));
        html.open("details").element("summary", "In numbers");
        parts.table(columns);
        for (int i = spans.size() - 1; i >= 0; i--) {
            History.Span span = spans.get(i);
            if (!span.isEmpty()) {
                html.open("tr").element("th", labels.get(i), "scope", "row");
                SERIES.forEach(series -> html.element("td", series.text().apply(span), "class", "amount"));
                outcomes.forEach(outcome -> html.element("td", PageParts.number(span.of(outcome)), "class", "amount"));
                html.close();
            }
        }
        parts.endTable();
        html.close();
    }
}
