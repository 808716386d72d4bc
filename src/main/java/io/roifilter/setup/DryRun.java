package io.roifilter.setup;

import io.roifilter.api.RoiInsert;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.expression.Expression;
import io.roifilter.order.OrderReader;
import io.roifilter.order.OrderReading;
import io.roifilter.order.Outcome;
import io.roifilter.page.PageContent;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;

/** What proposed settings make of requests, by the reader of orders that would be used with them. Thread-safe. */
final class DryRun {
    private final Proposal proposal;
    private final UrlPattern pattern;
    private final OrderReader reader;
    private final OrderReader withAnyClick;

    DryRun(Proposal proposal, RoiDataFinder clicks, Clock clock) {
        this.proposal = proposal;
        Proposed settings = Proposed.of(proposal);
        pattern = new UrlPattern(settings.confirmation());
        reader = new OrderReader(settings.expressions(Optional.empty()), clicks, false, clock);
        withAnyClick = new OrderReader(
                settings.expressions(Optional.of(Expression.parse(Proposed.TEST_CLICK))), clicks, false, clock);
    }

    /**
     * What was made of one request.
     *
     * @param hasClick whether it came with roi_data; if not, it was read as if it had
     */
    record Judgement(OrderReading reading, boolean hasClick) {}

    Proposal proposal() {
        return proposal;
    }

    boolean concerns(String path) {
        return pattern.matches(path);
    }

    /** While the application may still want the body, and there is no page yet. */
    Judgement judgeBeforeEnd(HttpServletRequest request, ServletContext context) {
        OrderReading reading = reader.readWithoutBody(request, context, null).reading();
        return hasClick(reading)
                ? new Judgement(reading, true)
                : new Judgement(
                        withAnyClick.readWithoutBody(request, context, null).reading(), false);
    }

    /** @param earlier what was made of it before something was taken away; may be null */
    Tried judge(
            RecordedVisit visit,
            String path,
            HttpServletRequest request,
            ServletContext context,
            PageContent page,
            Judgement earlier) {
        if (!concerns(path)) {
            return new Tried(
                    visit, "Not looked at: confirmation, " + pattern + ", does not match it.", Optional.empty());
        }
        if (visit.status() >= 400) {
            return new Tried(visit, "Nothing would be reported: the answer is an error.", Optional.empty());
        }
        OrderReading reading = reader.read(request, context, page).reading();
        Judgement now = hasClick(reading)
                ? new Judgement(reading, true)
                : new Judgement(withAnyClick.read(request, context, page).reading(), false);
        return tried(visit, better(earlier, now));
    }

    /** The one with more of an order in it; of two alike the second. */
    static Judgement better(Judgement one, Judgement other) {
        return other == null || one != null && rank(one.reading()) > rank(other.reading()) ? one : other;
    }

    private static int rank(OrderReading reading) {
        if (reading instanceof OrderReading.Complete) {
            return 3;
        }
        return reading instanceof OrderReading.Refused ? 2 : reading instanceof OrderReading.Unreadable ? 1 : 0;
    }

    private static boolean hasClick(OrderReading reading) {
        return !(reading instanceof OrderReading.NoOrder none) || none.why() != Outcome.Why.NO_ROI_DATA;
    }

    private static Tried tried(RecordedVisit visit, Judgement judgement) {
        OrderReading reading = judgement.reading();
        String click = judgement.hasClick()
                ? ""
                : " This browser has no click, which each order needs: once the settings are pasted, RoiCaptureFilter keeps"
                        + " that of a link, such as one with ?roi_data=test.";
        if (reading instanceof OrderReading.Complete complete) {
            String warning = complete.warning().map(text -> " " + text + ".").orElse("");
            return new Tried(
                    visit,
                    (judgement.hasClick() ? "Would be sent." : "After a click, it would be sent.") + warning + click,
                    Optional.of(text(complete.order(), judgement)));
        }
        if (reading instanceof OrderReading.Refused refused) {
            return new Tried(
                    visit,
                    "Would be kept as rejected: " + refused.reason() + "." + click,
                    Optional.of(text(refused.order(), judgement)));
        }
        String text = reading instanceof OrderReading.NoOrder none
                ? "Nothing would be reported: " + none.why().text() + "."
                : "It could not be read: " + ((OrderReading.Unreadable) reading).reason() + ".";
        return new Tried(visit, text, Optional.empty());
    }

    private static String text(RoiInsert order, Judgement judgement) {
        return RoiInsert.METHOD
                + "\norder_id: " + order.orderId()
                + "\namount: " + order.amount()
                + "\npurchase_date: " + order.purchaseDate()
                + "\nroi_data: " + (judgement.hasClick() ? RoiInsert.abbreviate(order.roiData()) : "of the click");
    }
}
