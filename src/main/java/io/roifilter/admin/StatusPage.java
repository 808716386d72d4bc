package io.roifilter.admin;

import io.roifilter.config.SettingInEffect;
import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import io.roifilter.outbox.Statistics;
import io.roifilter.relay.EndpointState;
import io.roifilter.relay.RelayState;
import io.roifilter.text.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A status as a page for people, without a script. For one thread, once. */
public final class StatusPage {
    private final Html html = new Html();
    private final TrackerStatus status;
    private final Optional<DeskView> desk;
    private final PageRequest request;
    private final PageParts parts;

    private StatusPage(TrackerStatus status, Optional<DeskView> desk, PageRequest request) {
        this.status = status;
        this.desk = desk;
        this.request = request;
        parts = new PageParts(html, request, status.now());
    }

    /** @param desk empty where no filter reports orders */
    public static String of(TrackerStatus status, Optional<Desk> desk, PageRequest request) {
        StatusPage page = new StatusPage(status, desk.map(found -> found.look(request.orderId())), request);
        page.write();
        return page.html.page();
    }

    /**
     * What the page looks like: CSS in UTF-8. To be read at the start, as the jar may not be there for ever.
     *
     * @throws IllegalStateException if the jar cannot be read
     */
    public static byte[] style() {
        try (InputStream style = StatusPage.class.getResourceAsStream("style.css")) {
            return style.readAllBytes();
        } catch (IOException | NullPointerException e) {
            throw new IllegalStateException("the jar of roi-filter lacks a file", e);
        }
    }

    private void write() {
        Assessment assessment = Assessment.of(status);
        html.open("html", "lang", "en");
        parts.head(word(assessment.health()) + " – roi-filter, " + status.application());
        html.open("body");
        header(assessment);
        html.open("main");
        request.notice().ifPresent(parts::notice);
        findings(assessment);
        numbers();
        desk.ifPresent(this::orders);
        desk.flatMap(DeskView::history).ifPresent(history -> new Charts(html, parts, history, request.zone()).write());
        status.relay().ifPresent(this::endpoint);
        confirmations();
        filters();
        html.close();
        footer();
        html.close().close();
    }

    private void header(Assessment assessment) {
        html.open("header")
                .open("h1")
                .text("roi-filter ")
                .element("span", status.application(), "class", "application")
                .close()
                .element(
                        "p",
                        word(assessment.health()),
                        "class",
                        "health " + assessment.health().name().toLowerCase(Locale.ROOT));
        if (request.hasSetup()) {
            html.open("p")
                    .element("a", "Set up", "href", request.base() + SetupSituation.PAGE)
                    .close();
        }
        html.close();
    }

    private static String word(Health health) {
        return switch (health) {
            case UP -> "All is well";
            case WARN -> "Look here";
            case DOWN -> "Not working";
        };
    }

    private void orders(DeskView view) {
        OrderTables tables = new OrderTables(html, parts, view, request.base());
        tables.rejected(status.outbox().map(Statistics::rejected).orElse(0L));
        tables.waiting(status.outbox().map(Statistics::waiting).orElse(0L));
        tables.search();
    }

    private void findings(Assessment assessment) {
        if (assessment.findings().isEmpty()) {
            return;
        }
        parts.section("findings", "To be looked at");
        html.open("ul", "class", "findings");
        for (Finding finding : assessment.findings()) {
            html.element(
                    "li", finding.text(), "class", finding.severity().name().toLowerCase(Locale.ROOT));
        }
        html.close().close();
    }

    private void numbers() {
        parts.section("orders", "Orders");
        html.open("dl", "class", "numbers");
        status.outbox().ifPresent(this::numbers);
        long unstored = status.unstored().orders();
        parts.number("in a file of their own", unstored, "to be stored", unstored > 0);
        parts.number("only in the log", status.logged(), "since the start", status.logged() > 0);
        html.close();
        status.outbox()
                .ifPresent(outbox -> html.element("p", "They are kept in " + outbox.place() + ".", "class", "note"));
        html.close();
    }

    private void numbers(Statistics outbox) {
        parts.number(
                "waiting",
                outbox.waiting(),
                outbox.oldestWaiting().map(this::age).orElse("to be sent"),
                false);
        parts.number("delivered", outbox.delivered(), "within keepDelivered", false);
        parts.number("rejected", outbox.rejected(), "for a person to look at", outbox.rejected() > 0);
        parts.number("repeated", outbox.duplicates(), "passed over since the start", false);
    }

    private String age(Instant oldest) {
        return "the oldest for " + Durations.text(Duration.between(oldest, status.now()));
    }

    private void endpoint(RelayState relay) {
        parts.section("endpoint", "Endpoint");
        html.open("dl", "class", "facts");
        html.element("dt", "State").element("dd", word(relay.endpoint()));
        html.element("dt", "Since").open("dd");
        parts.time(relay.endpoint().since());
        html.close();
        if (!relay.endpoint().reason().isEmpty()) {
            html.element("dt", "Seen last").element("dd", relay.endpoint().reason());
        }
        fact("Last answer", relay.lastAnswer());
        fact("Next attempt", relay.nextAttempt());
        html.element("dt", "Since the start")
                .element(
                        "dd",
                        relay.delivered() + " delivered, " + relay.rejected() + " rejected, " + relay.postponed()
                                + " attempts after which an order waits on");
        html.close();
        if (desk.isPresent()) {
            parts.button("Try the endpoint", "probe");
        }
        html.close();
    }

    private static String word(EndpointState endpoint) {
        return switch (endpoint.health()) {
            case UNTRIED -> "not known yet";
            case WELL -> "takes orders";
            case AWAY -> "is away; orders wait until it is back";
            case REFUSING -> "refuses all orders; a person has to mend that";
        };
    }

    private void fact(String name, Optional<Instant> time) {
        time.ifPresent(known -> {
            html.element("dt", name).open("dd");
            parts.time(known);
            html.close();
        });
    }

    private void confirmations() {
        parts.section("confirmations", "Confirmation pages");
        html.open("dl", "class", "numbers small");
        status.outcomes().forEach((outcome, count) -> {
            if (count > 0) {
                parts.number(outcome.toString(), count, "", isBad(outcome));
            }
        });
        html.close();
        if (status.confirmations().isEmpty()) {
            boolean any = status.outcomes().values().stream().anyMatch(count -> count > 0);
            html.element(
                    "p",
                    any
                            ? "None came with a click since the start."
                            : "No request has come to a confirmation route since the start.",
                    "class",
                    "note");
        } else {
            lastConfirmations();
        }
        html.close();
    }

    private void lastConfirmations() {
        parts.stackingTable(List.of("When", "What came of it", "Page", "Click", "What was read"));
        status.confirmations().forEach(this::confirmation);
        parts.endTable();
    }

    private void confirmation(SeenConfirmation seen) {
        html.open("tr").open("td");
        parts.moment(seen.at());
        html.close();
        html.open("td").element("strong", seen.outcome().toString(), "class", isBad(seen.outcome()) ? "down" : "up");
        html.element("p", seen.text(), "class", "note").close();
        html.element("td", (seen.status() == 0 ? "" : seen.status() + " ") + seen.path(), "data-label", "Page");
        html.element("td", seen.trace().roiData(), "data-label", "Click").open("td");
        for (Trace.Value value : seen.trace().values()) {
            html.open("p", "class", value.isProblem() ? "down" : "")
                    .text(value.setting() + " ")
                    .element("code", value.text().isEmpty() ? "nothing" : value.text())
                    .close();
        }
        html.close().close();
    }

    private static boolean isBad(Outcome.Label outcome) {
        return switch (outcome) {
            case REFUSED, NO_ORDER_ID, ERROR_ANSWER, PAGE_FAILED, UNREADABLE, FAILED -> true;
            case ACCEPTED, TEST, REPEATED, NO_CLICK, NO_CONSENT, NOT_WANTED, REMEMBERED -> false;
        };
    }

    private void filters() {
        parts.section("filters", "Filters and settings");
        for (FilterStatus filter : status.filters()) {
            html.open("h3")
                    .text(filter.name() + " ")
                    .element("span", filter.isOn() ? "on" : "off", "class", filter.isOn() ? "on" : "off")
                    .close()
                    .element("p", filter.type() + " " + filter.does() + ".");
            settings(filter);
        }
        html.close();
    }

    private void settings(FilterStatus filter) {
        html.open("details").element("summary", filter.settings().size() + " settings in effect");
        parts.table(List.of("Setting", "Value", "Given as"));
        for (SettingInEffect setting : filter.settings()) {
            html.open("tr", "class", setting.isDefault() ? "default" : "given")
                    .element("th", setting.name(), "scope", "row")
                    .open("td")
                    .element("code", setting.value())
                    .close()
                    .element("td", setting.source())
                    .close();
        }
        parts.endTable();
        html.close();
    }

    private void footer() {
        html.open("footer").text("roi-filter " + status.version() + ", started ");
        parts.time(status.startedAt());
        html.text(". This page shows ");
        parts.moment(status.now());
        html.text(" " + request.zone().getId() + ". ")
                .element("a", "Metrics", "href", request.base() + "metrics")
                .text(" · ")
                .element("a", "Health", "href", request.base() + "health")
                .close();
    }
}
