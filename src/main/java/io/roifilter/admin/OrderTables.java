package io.roifilter.admin;

import io.roifilter.outbox.LedgerEntry;
import io.roifilter.outbox.State;
import io.roifilter.text.OneLine;
import java.util.List;

/** The orders on the status page that somebody may want to look at, with the buttons to mend them. For one thread, once. */
final class OrderTables {
    private static final int MAX_TEXT = 255;

    private final Html html;
    private final PageParts parts;
    private final DeskView desk;
    private final String base;

    OrderTables(Html html, PageParts parts, DeskView desk, String base) {
        this.html = html;
        this.parts = parts;
        this.desk = desk;
        this.base = base;
    }

    /** @param all how many there are */
    void rejected(long all) {
        if (!desk.rejected().isEmpty()) {
            parts.section("rejected", "Rejected orders");
            html.element(
                    "p",
                    "They are not sent again by themselves. Mend what the reason says, or the amount, and send them again; or"
                            + " delete what is no order.",
                    "class",
                    "note");
            table(desk.rejected());
            more(all - desk.rejected().size(), "rejected");
            html.close();
        }
    }

    /** @param all how many there are */
    void waiting(long all) {
        if (!desk.waiting().isEmpty()) {
            parts.section("waiting", "Waiting orders");
            parts.button("Send now what waits", "send");
            html.open("details")
                    .element("summary", "The oldest " + desk.waiting().size());
            table(desk.waiting());
            more(all - desk.waiting().size(), "waiting");
            html.close().close();
        }
    }

    void search() {
        parts.section("search", "What was reported for an order?");
        html.open("form", "method", "get", "action", base.isEmpty() ? "." : base.substring(0, base.length() - 1))
                .element("label", "Order id", "for", "order")
                .empty(
                        "input",
                        "id",
                        "order",
                        "name",
                        "order",
                        "value",
                        desk.orderId().map(id -> OneLine.of(id, MAX_TEXT)).orElse(""),
                        "required",
                        "required")
                .element("button", "Look")
                .close();
        desk.orderId().ifPresent(this::found);
        html.close();
    }

    private void found(String orderId) {
        if (!desk.problem().isEmpty()) {
            html.element("p", "The outbox does not tell now: " + desk.problem() + ".", "class", "down");
        } else if (desk.found().isEmpty()) {
            html.element(
                    "p",
                    "Nothing is known of order " + OneLine.of(orderId, MAX_TEXT)
                            + ". Either it was not accepted, as the confirmation pages below may tell, or it was delivered longer"
                            + " ago than keepDelivered.");
        } else {
            table(desk.found());
        }
    }

    private void more(long more, String state) {
        if (more > 0) {
            html.element(
                    "p",
                    "And " + PageParts.number(more) + " more: the command list --state " + state + " shows all.",
                    "class",
                    "note");
        }
    }

    private void table(List<LedgerEntry> entries) {
        parts.stackingTable(List.of("Order", "Amount", "Date", "What became of it", "What to do"));
        entries.forEach(this::row);
        parts.endTable();
    }

    private void row(LedgerEntry entry) {
        html.open("tr")
                .element("th", OneLine.of(entry.orderId(), MAX_TEXT), "scope", "row")
                .element("td", entry.amount(), "class", "amount", "data-label", "Amount")
                .element("td", entry.purchaseDate(), "data-label", "Date")
                .open("td");
        fate(entry);
        html.close().open("td");
        if (entry.state() != State.DELIVERED) {
            actions(entry);
        }
        html.close().close();
    }

    private void fate(LedgerEntry entry) {
        html.open("p").element("strong", entry.state().text(), "class", entry.state() == State.REJECTED ? "down" : "");
        html.text(
                entry.settledAt().isPresent() ? " " : entry.claimed() ? ", being sent now; accepted " : ", accepted ");
        parts.moment(entry.settledAt().orElse(entry.acceptedAt()));
        html.close();
        if (entry.state() == State.WAITING && entry.attempts() > 0) {
            html.open("p", "class", "note").text(entry.attempts() + (entry.attempts() == 1 ? " attempt" : " attempts"));
            html.text("; next ");
            parts.moment(entry.due());
            html.close();
        }
        String said = entry.text().startsWith(entry.code()) ? entry.text() : entry.code() + " " + entry.text();
        if (!said.isBlank()) {
            html.element("p", OneLine.of(said, 2 * MAX_TEXT), "class", "note");
        }
    }

    private void actions(LedgerEntry entry) {
        String id = Long.toString(entry.id());
        String order = OrderField.value(entry.orderId());
        parts.button("Send again", "resend", OrderField.NAME, order, "entry", id);
        if (entry.state() == State.REJECTED) {
            parts.form("resend", OrderField.NAME, order, "entry", id);
            html.empty(
                            "input",
                            "name",
                            "amount",
                            "inputmode",
                            "decimal",
                            "size",
                            "8",
                            "required",
                            "required",
                            "placeholder",
                            "152.99",
                            "aria-label",
                            "Amount of order " + OneLine.of(entry.orderId(), MAX_TEXT) + " in US dollars")
                    .element("button", "Send with this amount")
                    .close();
        }
        html.open("details").element("summary", "Delete …");
        parts.button("Delete for good", "delete", OrderField.NAME, order, "entry", id);
        html.close();
    }
}
