package io.roifilter.setup;

import io.roifilter.page.PageOrder;
import java.util.List;

/** What an operator should know of a search: above all why nothing was found, and what to try. */
final class Notes {
    private final List<Replay> replays;
    private final WantedId id;
    private final WantedTotal total;

    Notes(List<Replay> replays, WantedId id, WantedTotal total) {
        this.replays = replays;
        this.id = id;
        this.total = total;
    }

    void add(Drafts drafts, List<Proposal> proposals, List<String> notes) {
        if (replays.isEmpty()) {
            notes.add(
                    "No request of your browser was recorded: place the order in the browser in which this page was opened,"
                            + " under the same host name, and let it take cookies.");
            return;
        }
        drafts.otherTotal().ifPresent(notes::add);
        if (proposals.isEmpty()) {
            notFound(drafts, notes);
            onlyElsewhere(notes);
        } else if (!isSecondOrder(proposals)) {
            notes.add("Place a second order with another total and look for it, too: what is right for both is surer.");
        }
    }

    private boolean isSecondOrder(List<Proposal> proposals) {
        return proposals.get(0).reasons().stream().anyMatch(reason -> reason.startsWith("It gives the order"));
    }

    private void notFound(Drafts drafts, List<String> notes) {
        String looked = " It was looked for in " + replays.size() + " requests of your browser, in "
                + replays.stream()
                        .mapToInt(replay -> replay.visit().seen().values())
                        .sum()
                + " values and in the text of their pages.";
        if (!drafts.hasId()) {
            notes.add("The order number " + id + " was not found." + looked
                    + " Try it as it is written elsewhere, without words and signs around it, or as an email or the shop's"
                    + " back office has it.");
        }
        if (!drafts.hasTotal()) {
            notes.add("The total " + total + " was not found." + (drafts.hasId() ? looked : "")
                    + " Try it with tax and shipping, or without, and as a plain number such as 16.50.");
        }
        if (drafts.hasId() && drafts.hasTotal()) {
            notes.add(
                    "Both were found, but not on one page together in a way that can be read. Show the order's own page, with"
                            + " number and total on it, and look again.");
        }
    }

    private void onlyElsewhere(List<String> notes) {
        for (Replay replay : replays) {
            RecordedVisit seen = replay.visit().seen();
            String page = seen.method() + " " + seen.path();
            if (seen.status() >= 400) {
                notes.add(page + " answered " + seen.status() + ": of an error page no order is reported.");
            } else if (ValueSearch.isShared(replay, id, total)) {
                notes.add("On " + page
                        + " the order number stands in an attribute of the whole application, which all visitors"
                        + " share: it may be another's order, and is not proposed.");
            }
            if (replay.page().order() instanceof PageOrder.Several several) {
                notes.add(page + " states several orders by convention: " + String.join(", ", several.ids()) + ".");
            }
            if (!replay.visit().answer().trouble().isEmpty()) {
                notes.add(page + ": " + replay.visit().answer().trouble() + ".");
            } else if (isUnread(replay)) {
                notes.add("The page of " + page
                        + " could not be copied while it passed: it may be answered asynchronously,"
                        + " compressed by the shop, or too odd.");
            }
        }
    }

    private static boolean isUnread(Replay replay) {
        RecordedAnswer answer = replay.visit().answer();
        return answer.status() == 200
                && answer.contentType().contains("html")
                && answer.source().isEmpty();
    }
}
