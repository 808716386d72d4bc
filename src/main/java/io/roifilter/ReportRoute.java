package io.roifilter;

import io.roifilter.admin.Confirmations;
import io.roifilter.admin.SeenConfirmation;
import io.roifilter.order.OrderReader;
import io.roifilter.order.Outcome;
import io.roifilter.order.Trace;
import io.roifilter.order.TracedReading;
import io.roifilter.text.Thrown;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * How one filter reads and reports the orders of its route, and says what became of each visit. Nothing that goes wrong in
 * it comes out. Thread-safe.
 */
final class ReportRoute {
    // Made once, as most visits end so
    private static final Outcome NO_CLICK = new Outcome.NothingToReport(Outcome.Why.NO_ROI_DATA);

    private final OrderReader reader;
    private final ClickLog clicks;
    private final ServletContext servletContext;
    private final Reporting reporting;
    private final ArrivedLinks links;
    private final FilterLog log;
    private final String filterName;
    private final Confirmations confirmations;

    /**
     * @param links of them, those that lead to an order itself need no other filter
     * @param confirmations where it is left what became of each
     */
    ReportRoute(
            OrderReader reader,
            ClickLog clicks,
            ServletContext servletContext,
            Reporting reporting,
            FilterLog log,
            String filterName,
            ArrivedLinks links,
            Confirmations confirmations) {
        this.filterName = filterName;
        this.confirmations = confirmations;
        this.reporting = reporting;
        this.links = links;
        this.reader = reader;
        this.clicks = clicks;
        this.servletContext = servletContext;
        this.log = log;
    }

    /** Tells, before the application has the request, whether it can end in an order to report. */
    boolean concerns(HttpServletRequest request) {
        boolean concerns = reader.mayHaveRoiData(request);
        clicks.logIfMore();
        if (!concerns) {
            addWithoutClick(request);
            tell(NO_CLICK);
        }
        return concerns;
    }

    /** See {@link Reporting#requestBegins}. */
    boolean requestBegins() {
        return reporting.requestBegins();
    }

    /** See {@link Reporting#requestEnded}. */
    void requestEnded() {
        reporting.requestEnded();
    }

    TracedReading read(HttpServletRequest request) {
        return reader.read(request, servletContext);
    }

    /** As long as the application may still want to read the body itself: parameters are those of the query string. */
    TracedReading readWithoutBody(HttpServletRequest request) {
        return reader.readWithoutBody(request, servletContext);
    }

    /** Whether an expression of the route has this name in it, so that an order may be read from what is called so. */
    boolean mentions(String name) {
        return reader.mentions(name);
    }

    void report(TracedReading read, HttpServletRequest request, HttpServletResponse response) {
        Outcome outcome = reporting.handIn(read.reading());
        ended(outcome, read.trace(), request, response);
        if (outcome.label() == Outcome.Label.ACCEPTED && reporting.isFirstOrder()) {
            log.say(
                    Level.INFO,
                    () -> "the first order since the start: " + outcome.text() + ". Read on "
                            + SeenConfirmation.shown(request.getRequestURI()) + ": " + reader.sources());
        }
        clicks.logIfMore();
    }

    /** The filter has been destroyed. */
    void close() {
        clicks.close();
    }

    /** None of the words of what was thrown, which may contain roi_data. */
    void failed(Throwable failure) {
        Outcome outcome = new Outcome.Failed(Thrown.typeAndPlace(failure));
        warn(confirmations.add(filterName, "", 0, new Trace(), outcome));
        tell(outcome);
    }

    /** Takes note of what became of a visit. */
    void ended(Outcome outcome, Trace trace, HttpServletRequest request, HttpServletResponse response) {
        if (outcome.label() == Outcome.Label.NO_CLICK) {
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
        warning.ifPresent(text -> log.say(Level.WARNING, () -> text));
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
