package io.roifilter;

import io.roifilter.admin.Confirmations;
import io.roifilter.admin.SeenConfirmation;
import io.roifilter.expression.SessionNote;
import io.roifilter.expression.SessionNotes;
import io.roifilter.expression.ValuesBefore;
import io.roifilter.order.Earlier;
import io.roifilter.order.OrderReader;
import io.roifilter.order.OrderReading;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.Noted;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import io.roifilter.order.TracedReading;
import io.roifilter.page.AnswerCopy;
import io.roifilter.page.CopiedText;
import io.roifilter.page.PageContent;
import io.roifilter.page.PageOrder;
import io.roifilter.text.OneLine;
import io.roifilter.text.Thrown;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one filter reads and reports the orders of its route, and says what became of each visit. Nothing that goes wrong in
 * it comes out. Thread-safe.
 */
final class ReportRoute {
    private static final int MAX_TEXT = 300;

    // Made once, as most visits end so
    private static final Outcome NO_CLICK = new Outcome.NothingToReport(Outcome.Why.NO_ROI_DATA);

    /** Nothing is kept in it, and nobody asks it for anything. */
    private static final PageContent UNREAD = new PageContent(AnswerCopy.none(null));

    private final OrderReader reader;
    private final ClickLog clicks;
    private final ServletContext servletContext;
    private final RoutePatterns patterns;
    private final Reporting reporting;
    private final ArrivedLinks links;
    private final FilterLog log;
    private final String filterName;
    private final Confirmations confirmations;
    private final FilterLog copyLog;
    private final int pageLimit;
    private final boolean usesNotes;
    private final boolean takesStatedAmount;

    /**
     * @param pageLimit the most that is copied of an answer; 0 if none is
     * @param links of them, those that lead to an order itself need no other filter
     * @param confirmations where it is left what became of each
     */
    ReportRoute(
            OrderReader reader,
            ClickLog clicks,
            ServletContext servletContext,
            RoutePatterns patterns,
            Reporting reporting,
            FilterLog log,
            String filterName,
            int pageLimit,
            ArrivedLinks links,
            Confirmations confirmations) {
        this.filterName = filterName;
        this.confirmations = confirmations;
        this.reporting = reporting;
        this.links = links;
        this.reader = reader;
        this.clicks = clicks;
        this.servletContext = servletContext;
        this.patterns = patterns;
        this.log = log;
        this.pageLimit = pageLimit;
        usesNotes = !reader.remembers() && reader.names("remembered");
        takesStatedAmount = reader.takesStatedAmount();
        copyLog = log.limitedTo(1, Duration.ofDays(1));
    }

    /** Tells, before the application has the request, whether it can end in an order to report. */
    boolean concerns(HttpServletRequest request) {
        boolean concerns = reader.mayHaveRoiData(request);
        clicks.logIfMore();
        if (!concerns) {
            if (!reader.remembers()) {
                addWithoutClick(request);
            }
            tell(NO_CLICK);
        }
        return concerns;
    }

    /** On which requests come to its filter, as far as the container says. */
    RoutePatterns patterns() {
        return patterns;
    }

    /** See {@link Reporting#requestBegins}. */
    boolean requestBegins() {
        return reporting.requestBegins();
    }

    /** See {@link Reporting#requestEnded}. */
    void requestEnded() {
        reporting.requestEnded();
    }

    /** What is read from an answer; the same nothing for all answers, where no expression names the page. */
    PageContent page(HttpServletRequest request, HttpServletResponse response) {
        return pageLimit == 0
                ? UNREAD
                : new PageContent(new AnswerCopy(pageLimit, response, "HEAD".equals(request.getMethod())));
    }

    /** What is to be known before the application has the request; null if nothing is. */
    ValuesBefore before(HttpServletRequest request) {
        return reader.before(request, servletContext);
    }

    /** @param page null while it is not whole: of it nothing is read */
    TracedReading read(HttpServletRequest request, PageContent page, ValuesBefore before) {
        return reader.read(request, servletContext, page, before);
    }

    /** The same with what was there when something went. */
    TracedReading read(HttpServletRequest request, PageContent page, ValuesBefore before, Earlier earlier) {
        return reader.read(request, servletContext, page, before, earlier);
    }

    /** Whether the answer itself is read, so that no order is whole before. */
    boolean readsPages() {
        return pageLimit > 0;
    }

    /** See {@link OrderReader#keep}. */
    Earlier keep(HttpServletRequest request, boolean withoutBody, ValuesBefore before) {
        return reader.keep(request, servletContext, withoutBody, before);
    }

    /** Says once what of a page could not be copied or read, if anything. */
    void tellOf(PageContent page) {
        CopiedText.Trouble trouble = page.answer().trouble();
        if (trouble != null) {
            copyLog.sayOfRequest(Level.WARNING, trouble.kind(), trouble::text);
        }
        PageOrder order = page.orderIfRead().orElse(null);
        if (order != null) {
            tellOf(order);
        }
    }

    private void tellOf(PageOrder order) {
        if (order instanceof PageOrder.Several several) {
            copyLog.sayOfRequest(
                    Level.WARNING,
                    "pages that state several orders",
                    () -> "the page states several orders, none of which is taken: "
                            + OneLine.of(String.join(", ", several.ids()), MAX_TEXT));
        }
        order.warnings()
                .forEach(warning -> copyLog.sayOfRequest(
                        Level.WARNING,
                        "what pages state of an order",
                        () -> "what the page states of an order: " + OneLine.of(warning, MAX_TEXT)));
    }

    /** Numbers of one order may differ; but the total of another order is a wrong one. */
    private void tellOfAnotherOrder(OrderReading reading, PageContent page) {
        if (takesStatedAmount
                && reading instanceof Complete complete
                && page.orderIfRead().orElse(null) instanceof PageOrder.Stated stated
                && !complete.order().orderId().contains(stated.id())) {
            copyLog.sayOfRequest(
                    Level.WARNING,
                    "amounts of orders with another id",
                    () -> "the amount is what the page states of order " + OneLine.of(stated.id(), MAX_TEXT)
                            + ", and orderId gives "
                            + OneLine.of(complete.order().orderId(), MAX_TEXT)
                            + ": if these are two orders, take both from one place");
        }
    }

    /** By which conventions the order of the page was read, if it was; empty or to be put behind the rest. */
    private static String convention(PageContent page) {
        return page.orderIfRead().orElse(null) instanceof PageOrder.Stated stated
                ? "; the page states it by " + stated.source()
                        + (stated.agreed().isEmpty() ? "" : ", and the same by " + String.join(", ", stated.agreed()))
                        + (stated.disagreed().isEmpty()
                                ? ""
                                : ", but something else by "
                                        + OneLine.of(String.join(", ", stated.disagreed()), MAX_TEXT))
                : "";
    }

    /** As long as the application may still want to read the body itself: parameters are those of the query string. */
    TracedReading readWithoutBody(HttpServletRequest request, ValuesBefore before) {
        return reader.readWithoutBody(request, servletContext, before);
    }

    /** Whether an expression of the route has this name in it, so that an order may be read from what is called so. */
    boolean mentions(String name) {
        return reader.mentions(name);
    }

    void report(TracedReading read, HttpServletRequest request, HttpServletResponse response, PageContent page) {
        if (read.reading() instanceof Noted noted) {
            ended(remember(noted, request), read.trace(), request, response);
            return;
        }
        Outcome outcome = reporting.handIn(read.reading());
        if (usesNotes && !(outcome instanceof Outcome.Repeated)) {
            takeNote(read.reading(), request);
        }
        ended(outcome, read.trace(), request, response);
        tellOfAnotherOrder(read.reading(), page);
        if (outcome.label() == Outcome.Label.ACCEPTED && reporting.isFirstOrder()) {
            log.say(
                    Level.INFO,
                    () -> "the first order since the start: " + outcome.text() + ". Read on "
                            + SeenConfirmation.shown(request.getRequestURI()) + ": " + reader.sources()
                            + convention(page));
        }
        clicks.logIfMore();
    }

    /** Leaves in the visitor's session what was read of a page before that of the order. */
    private static Outcome remember(Noted noted, HttpServletRequest request) {
        List<String> problems = new ArrayList<>(noted.problems());
        noted.missing().forEach(setting -> problems.add(setting + " gives nothing"));
        boolean isKept = !noted.note().isEmpty() && keep(noted.note(), request, problems);
        return new Outcome.Remembered(
                isKept ? noted.note().names() : "",
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
    }

    private static boolean keep(SessionNote note, HttpServletRequest request, List<String> problems) {
        try {
            boolean isKept = SessionNotes.add(request, note);
            if (!isKept) {
                problems.add("the visitor has no session to keep it in, and none is made for it");
            }
            return isKept;
        } catch (Throwable e) {
            // Its store is away, one of its listeners throws, or another page has just ended it.
            problems.add("the session did not take it: " + Thrown.typeAndPlace(e));
            return false;
        }
    }

    /**
     * What was remembered is that order's from now on, so that it is no later one's. Not if the order was there before: its page
     * is shown again, perhaps in another session, and what is remembered in that is for the order to come.
     */
    private void takeNote(OrderReading reading, HttpServletRequest request) {
        String orderId = reading instanceof Complete complete
                ? complete.order().orderId()
                : reading instanceof Refused refused && refused.hasOrderId()
                        ? refused.order().orderId()
                        : null;
        if (orderId != null) {
            try {
                SessionNotes.used(request, orderId);
            } catch (Throwable e) {
                log.say(
                        Level.DEBUG,
                        () -> "what was remembered could not be marked as used: " + Thrown.typeAndPlace(e));
            }
        }
    }

    /** The filter has been destroyed. */
    void close() {
        clicks.close();
        copyLog.close();
    }

    /** None of the words of what was thrown, which may contain roi_data. */
    void failed(Throwable failure) {
        Outcome outcome = new Outcome.Failed(Thrown.typeAndPlace(failure));
        warn(confirmations.add(filterName, "", 0, new Trace(), outcome));
        tell(outcome);
    }

    /** Takes note of what became of a visit. */
    void ended(Outcome outcome, Trace trace, HttpServletRequest request, HttpServletResponse response) {
        if (reader.remembers()) {
            confirmations.addEarlier(filterName, request.getRequestURI(), response.getStatus(), trace, outcome);
        } else if (outcome.label() == Outcome.Label.NO_CLICK) {
            addWithoutClick(request);
        } else {
            if (!(outcome instanceof Outcome.NothingToReport)) {
                links.seen(request); // which led to the order itself
            }
            warn(confirmations.add(filterName, request.getRequestURI(), response.getStatus(), trace, outcome));
        }
        tell(outcome);
    }

    private void addWithoutClick(HttpServletRequest request) {
        if (confirmations.addWithoutClick()) {
            warn(confirmations.look(request.getRequestURI()));
        }
    }

    private void warn(Optional<String> warning) {
        if (warning.isPresent()) {
            log.say(Level.WARNING, warning::get);
        }
    }

    /** What is as it should be is said to those who have turned that on, each time. */
    private void tell(Outcome outcome) {
        Outcome.Kind kind = outcome.kind();
        if (kind.level() == Level.DEBUG) {
            log.say(kind.level(), outcome::text);
        } else {
            log.sayOfRequest(kind.level(), kind.text(), outcome::text);
        }
    }
}
