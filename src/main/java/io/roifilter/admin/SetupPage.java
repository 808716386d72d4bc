package io.roifilter.admin;

import io.roifilter.setup.Search;
import io.roifilter.setup.SetupView;
import io.roifilter.setup.Tried;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Set-up by example as a page for people, without a script: the step to be done first, what is behind it below. */
public final class SetupPage {
    /** How to turn it on, in a sentence. */
    public static final String OFF =
            "Set roi.setup to true, say as context-param or by ROI_SETUP=true in the environment, start the"
                    + " shop anew, and load this page again. Take the setting out when the shop is set up.";

    private final Html html = new Html();
    private final SetupSituation situation;
    private final SetupView view;
    private final PageRequest request;
    private final PageParts parts;
    private final VisitParts visits;
    private final SetupStep step;

    private SetupPage(SetupSituation situation, PageRequest request) {
        this.situation = situation;
        view = situation.view();
        this.request = request;
        parts = new PageParts(html, request, situation.now());
        visits = new VisitParts(html, parts, situation);
        step = SetupStep.of(view, situation.isOwn());
    }

    /** The page. */
    public static String of(SetupSituation situation, PageRequest request) {
        SetupPage page = new SetupPage(situation, request);
        page.write();
        return page.html.page();
    }

    private void write() {
        html.open("html", "lang", "en");
        parts.head("Set up – roi-filter, " + situation.application());
        html.open("body").open("header").open("h1").text("Set up by example ");
        html.element("span", situation.application(), "class", "application").close();
        html.open("p").element("a", "Status", "href", "./").close().close();
        html.open("main");
        steps();
        request.notice().ifPresent(parts::notice);
        if (!situation.isOwn()) {
            begin();
        } else {
            sections();
        }
        html.close();
        html.element(
                "footer",
                "roi-filter " + situation.version() + ". Times are of "
                        + request.zone().getId() + ".");
        html.close().close();
    }

    private void steps() {
        html.open("ol", "class", "steps", "aria-label", "Steps");
        for (SetupStep each : SetupStep.values()) {
            int order = each.compareTo(step);
            html.open("li", "class", order < 0 ? "done" : order == 0 ? "current" : "");
            if (order == 0) {
                html.attribute("aria-current", "step");
            }
            html.text(each.title()).close();
        }
        html.close();
    }

    /** What was asked for last comes first. */
    private void sections() {
        if (view.triedOut().isPresent()) {
            tryOut();
        }
        if (step == SetupStep.END) {
            end();
        }
        view.search().filter(search -> !search.proposals().isEmpty()).ifPresent(this::settings);
        if (view.search().isEmpty()) {
            visits.write(step == SetupStep.ORDER);
            ask();
        } else {
            ask();
            visits.write(step == SetupStep.ORDER);
        }
        if (step != SetupStep.END) {
            end();
        }
    }

    private void begin() {
        parts.section("begin", "Begin", step == SetupStep.BEGIN);
        html.element(
                "p",
                "You place one sample order in the shop, in this browser, and say which number and total you saw. Meanwhile it is"
                        + " recorded what your requests could be read from. You get settings to paste, with the reasons for each.");
        view.begun().ifPresent(this::underWay);
        button(view.begun().isPresent() ? "Begin anew in this browser" : "Begin in this browser", "begin");
        safety();
        html.close();
    }

    private void underWay(Instant begun) {
        html.open("p", "class", "warn").text("A set-up is under way in another browser since ");
        parts.time(begun);
        html.text(". Beginning here ends that one and forgets what it recorded.")
                .close();
        html.element(
                "p",
                "If it was begun in this browser, the cookie was not kept: open this page under the same host name, "
                        + "allow cookies, and begin anew.",
                "class",
                "note");
    }

    private void safety() {
        html.open("ul", "class", "plain note");
        html.element(
                "li",
                "Recorded is this browser alone, by a cookie that it gets now. No customer's request is recorded.");
        html.element(
                "li", "All of it stays in memory: nothing is stored or sent, and it ends an hour after the last use.");
        html.element(
                "li",
                "What is shown is whatever your shop keeps of your sample order; place it with data that others may see.");
        html.close();
    }

    private void ask() {
        if (view.visits().isEmpty() && view.search().isEmpty()) {
            return;
        }
        parts.section("ask", "Which order number and total did you see?", step == SetupStep.ASK);
        view.search().ifPresent(this::notes);
        parts.form("setup/search");
        input("number", "Order number", "1123", view.search().map(Search::orderId));
        input("total", "Total", "152.99", view.search().map(Search::total));
        html.element("button", "Find them", "class", step == SetupStep.ASK ? "main" : "")
                .close();
        html.element("p", "As the shop showed them, with its currency if it was there.", "class", "note");
        html.close();
    }

    private void notes(Search search) {
        boolean isFound = !search.proposals().isEmpty();
        if (!search.notes().isEmpty()) {
            html.open("ul", "class", "findings", "role", "status");
            search.notes().forEach(note -> html.element("li", note, "class", isFound ? "" : "warn"));
            html.close();
        }
    }

    private void input(String name, String label, String example, Optional<String> value) {
        html.open("span", "class", "field").element("label", label, "for", name);
        html.empty(
                "input",
                "id",
                name,
                "name",
                name,
                "value",
                value.orElse(""),
                "placeholder",
                example,
                "autocomplete",
                "off",
                "maxlength",
                "100",
                "required",
                "required");
        html.close();
    }

    private void settings(Search search) {
        parts.section("settings", "Settings that would have reported it", step == SetupStep.SETTINGS);
        html.element(
                "p",
                "Order " + search.orderId() + " with a total of " + search.total()
                        + " was found. The best comes first. Paste one of them, or try it" + " before.");
        new ProposalParts(html, parts, situation).write(search.proposals(), step == SetupStep.SETTINGS);
        html.close();
    }

    private void tryOut() {
        parts.section("try", "What would be sent", step == SetupStep.TRY);
        html.open("p").text("These settings are tried: ");
        html.element("strong", view.triedOut().orElseThrow().title());
        html.text(". Place another order in this browser, and ")
                .element("a", "load this page again", "href", SetupSituation.PAGE);
        html.text(". Nothing is sent.").close();
        if (view.tried().isEmpty()) {
            html.element("p", "No page was visited since.", "class", "none");
        } else {
            parts.stackingTable(List.of("", "When", "Page", "What would come of it"));
            for (int i = view.tried().size() - 1; i >= 0; i--) {
                tried(view.tried().get(i));
            }
            parts.endTable();
        }
        html.close();
    }

    private void tried(Tried tried) {
        html.open("tr", "class", tried.order().isPresent() ? "" : "default");
        html.element("td", tried.visit().number() + ".", "class", "note").open("td");
        parts.moment(tried.visit().at());
        html.close();
        visits.page(tried.visit());
        html.open("td").element("p", tried.outcome());
        tried.order().ifPresent(order -> html.element("pre", order));
        html.close().close();
    }

    private void end() {
        parts.section("end", step == SetupStep.END ? "Paste the settings, and end" : "End", step == SetupStep.END);
        if (step.compareTo(SetupStep.SETTINGS) >= 0) {
            html.element(
                    "p",
                    "When the settings are pasted: take roi.setup out, start the shop anew, and place an order after a click on a"
                            + " link with ?roi_data=test. The status page says what came of it.");
        }
        button("End, and forget what was recorded", "end");
        html.open("p", "class", "note").text("It was begun ");
        parts.moment(view.begun().orElseThrow());
        html.text(", and ends by itself an hour after the last use.").close();
        html.close();
    }

    private void button(String words, String action) {
        boolean isMain = step == SetupStep.BEGIN || step == SetupStep.END;
        parts.form("setup/" + action);
        html.element("button", words, "class", isMain ? "main" : "").close();
    }

    /** Where it is off: how to turn it on. */
    public static String off(String application, PageRequest request) {
        Html html = new Html();
        PageParts parts = new PageParts(html, request, Instant.EPOCH);
        html.open("html", "lang", "en");
        parts.head("Set up – roi-filter, " + application);
        html.open("body").open("header").open("h1").text("Set up by example ");
        html.element("span", application, "class", "application").close();
        html.open("p").element("a", "Status", "href", "./").close().close().open("main");
        parts.section("off", "It is off");
        html.element("p", OFF).close().close().close().close();
        return html.page();
    }
}
