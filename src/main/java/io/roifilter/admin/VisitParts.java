package io.roifilter.admin;

import io.roifilter.setup.RecordedVisit;
import io.roifilter.setup.SetupView;
import io.roifilter.text.OneLine;
import java.util.List;

/** Where the operator goes to the shop, and what was recorded there. For one thread, once. */
final class VisitParts {
    private static final int MAX_TEXT = 200;

    private final Html html;
    private final PageParts parts;
    private final SetupSituation situation;
    private final SetupView view;

    VisitParts(Html html, PageParts parts, SetupSituation situation) {
        this.html = html;
        this.parts = parts;
        this.situation = situation;
        view = situation.view();
    }

    /** @param isNext whether an order is to be placed now */
    void write(boolean isNext) {
        parts.section("order", "Place an order in the shop, in this browser", isNext);
        if (view.visits().isEmpty()) {
            html.element(
                    "p", "1. Open the shop by this link, which counts as a test click: nothing will be sent for it.");
            link();
            html.element("p", "2. Place an order there, up to the page that thanks for it.");
            html.open("p").text("3. Come back, and ");
            html.element("a", "load this page again", "href", SetupSituation.PAGE)
                    .text(".")
                    .close();
            nothingYet();
        } else {
            link();
            visits();
        }
        html.close();
    }

    private void link() {
        String[] attributes = {"href", situation.start(), "target", "_blank", "rel", "noopener", "class", "button"};
        html.open("p").element("a", "Open the shop in a new tab", attributes).close();
        if (!situation.keepsClicks()) {
            html.element(
                    "p",
                    "There is no RoiCaptureFilter yet that keeps the click; none is needed for this.",
                    "class",
                    "note");
        }
    }

    private void nothingYet() {
        html.element("p", "Nothing was recorded yet.", "class", "none");
        html.open("details").element("summary", "I have placed an order, and it still says so");
        html.element(
                "p",
                "Then the cookie of this page did not come with your visit: a browser sends it only to the host name that gave it. This"
                        + " page was opened at " + host()
                        + ". If the shop sends you to a name of its own, open this page there, too: set"
                        + " statusPassword, start the shop anew, open the page by https at the shop's address, and begin anew. Or the"
                        + " order was placed in another browser or private window, or in another application of the server.");
        html.close();
    }

    private String host() {
        String host = OneLine.of(situation.host(), MAX_TEXT);
        return host.isEmpty() ? "another address" : host;
    }

    private void visits() {
        int count = view.visits().size();
        html.open("p");
        html.element("strong", count == 1 ? "1 page was recorded." : count + " pages were recorded.");
        html.text(" Is the page that thanks for the order not there? ")
                .element("a", "Load again", "href", SetupSituation.PAGE);
        html.close();
        boolean isBehind = view.search().isPresent();
        if (isBehind) {
            html.open("details").element("summary", "What was recorded");
        }
        parts.stackingTable(List.of("", "When", "Page", "Answer", "Click", "Values read"));
        view.visits().forEach(this::visit);
        parts.endTable();
        if (isBehind) {
            html.close();
        }
    }

    private void visit(RecordedVisit visit) {
        html.open("tr").element("td", visit.number() + ".", "class", "note").open("td");
        parts.moment(visit.at());
        html.close();
        page(visit);
        html.element(
                        "td",
                        Integer.toString(visit.status()),
                        "data-label",
                        "Answer",
                        "class",
                        visit.status() >= 400 ? "down" : "")
                .element("td", visit.click() ? "yes" : "no", "data-label", "Click")
                .element("td", Integer.toString(visit.values()), "data-label", "Values read")
                .close();
    }

    /** A cell that says which request it was. */
    void page(RecordedVisit visit) {
        html.open("td")
                .open("strong")
                .text(visit.method() + " " + visit.path())
                .close()
                .close();
    }
}
