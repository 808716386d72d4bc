package io.roifilter;

import io.roifilter.expression.ServedSession;
import io.roifilter.expression.ValuesBefore;
import io.roifilter.order.Earlier;
import io.roifilter.order.OrderReading;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.order.Outcome;
import io.roifilter.order.Outcome.Why;
import io.roifilter.order.Trace;
import io.roifilter.order.TracedReading;
import io.roifilter.page.AnswerCopy;
import io.roifilter.page.PageContent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * One visit to the confirmation route that may end in an order. Reads the order and hands it on before the customer can
 * have the end of the page: {@link #answerEnds} is called when the application, or the container on its behalf, is about to
 * send that end, {@link #over} when all has run, {@link #sessionGoes} and {@link #attributeChanges} before what an order may be read from
 * is taken away.
 *
 * <p>An application may end its answer and go on working. So what is read at the end of the answer settles the visit only
 * if it is a complete order; anything else is read once more when all has run.
 *
 * <p>Nothing that goes wrong comes out of these methods. Thread-safe: an asynchronous page is ended by a thread of the
 * application's, while the container's may still be on its way back.
 */
final class Confirmation implements HeldVisit {
    private static final Unreadable SESSION_ENDED = new Unreadable(
            "orderId gives nothing, and the page has ended the session, in which the order may have stood");

    private static final TracedReading NO_STACK = TracedReading.of(new Unreadable(
            "there was no stack left to read it on, where the page was about to take it away or to end"));
    private static final TracedReading NOT_TOLD =
            TracedReading.of(new Unreadable("reading failed, and so did saying why"));

    /** How often it is looked what an attribute was that changes: some pages set one for each row of a list. */
    private static final int MAX_CHANGES = 64;

    private final ReportRoute route;
    private final SeenRequest request;
    private final HttpServletResponse response;
    private final boolean hadSession;
    private final ValuesBefore before; // null if nothing is to be known before the application has the request
    private final AnswerCopy copy;
    private final PageContent page;

    private volatile boolean bodyAskedFor;

    // Mutable state, guarded by this
    private boolean awaited;
    private boolean settled;
    private boolean refusalReported;
    private TracedReading remembered; // null while nothing has gone
    private boolean servedEnded; // the session that a filter of the application serves
    private Earlier earlier; // the same where pages are read, of which the end is to come
    private int changes;
    private Why nothing; // to report, as it looked when all had run; null if there was something

    /** Begins a visit; from here on the outbox stays open for it, until {@link #end}. */
    Confirmation(ReportRoute route, HttpServletRequest request, HttpServletResponse response) {
        this.route = route;
        page = route.page(request, response);
        copy = page.answer();
        this.request = new SeenRequest(request);
        this.response = response;
        hadSession = hasSession();
        before = route.before(request);
        awaited = route.requestBegins();
    }

    ReportRoute route() {
        return route;
    }

    @Override
    public AnswerCopy copy() {
        return copy;
    }

    @Override
    public void answerMayEnd() {
        if (!copy.isOn()) {
            answerEnds();
        }
    }

    @Override
    public synchronized void answerEnds() {
        try {
            if (!settled && isNoError()) {
                TracedReading best = best();
                remembered = best; // so that it is there when all has run, should this fail
                OrderReading reading = best.reading();
                if (reading.isWhole() || reading.isPart() && !refusalReported) {
                    route.report(best, request, response, page);
                    settled = reading.isWhole();
                    refusalReported = !settled;
                }
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void bodyAskedFor() {
        bodyAskedFor = true;
    }

    @Override
    public synchronized void sessionGoes() {
        try {
            remember();
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public void applicationHas(HttpServletRequest seen) {
        request.applicationHas(seen);
    }

    @Override
    public void applicationHad() {
        request.applicationHad();
    }

    @Override
    public synchronized void attributeChanges(String name, Object value) {
        try {
            servedEnded |= value == null && ServedSession.isMarkedBy(name);
            if (isLookedAt(name)) {
                changes(request.getAttribute(name), value);
            }
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public synchronized void attributeChanges(HttpSession session, String name, Object value) {
        try {
            if (isLookedAt(name)) {
                changes(session.getAttribute(name), value);
            }
        } catch (IllegalStateException e) {
            // The session has ended, as the application is about to hear.
        } catch (Throwable e) {
            failed(e);
        }
    }

    @Override
    public synchronized void over() {
        try {
            if (!settled) {
                settled = isNoError();
                nothing = settled ? null : Why.ERROR_ANSWER;
                if (settled) {
                    reportLast(best());
                }
            }
        } catch (Throwable e) {
            route.failed(e);
        }
    }

    @Override
    public synchronized void failed() {
        if (!settled) {
            settled = true;
            nothing = Why.PAGE_FAILED;
        }
    }

    /** Nothing more will come of this visit: the outbox need not be kept open for it. */
    @Override
    public synchronized void end() {
        settled = true;
        try {
            tell();
        } catch (Throwable e) {
            // It is for an operator only, and must not come out.
        } finally {
            if (awaited) {
                awaited = false;
                route.requestEnded();
            }
        }
    }

    @Override
    public void lost(Throwable failure) {
        route.failed(failure);
    }

    private void tell() {
        route.tellOf(page);
        copy.release();
        if (nothing != null && !refusalReported) {
            Trace trace = remembered == null ? new Trace() : remembered.trace();
            route.ended(new Outcome.NothingToReport(nothing), trace, request, response);
        }
    }

    private void reportLast(TracedReading best) {
        if (!(refusalReported && best.reading().isPart())) {
            boolean isLost = hasLostSession(best.reading());
            route.report(isLost ? new TracedReading(SESSION_ENDED, best.trace()) : best, request, response, page);
        }
    }

    private boolean isNoError() {
        return response.getStatus() < HttpServletResponse.SC_BAD_REQUEST;
    }

    private boolean isLookedAt(String name) {
        return !settled && changes < MAX_CHANGES && name != null && route.mentions(name);
    }

    private void changes(Object before, Object after) {
        if (before != null && before != after) {
            changes++;
            remember();
        }
    }

    private void remember() {
        if (!settled && route.readsPages()) {
            Earlier now = route.keep(request, !bodyAskedFor, before);
            earlier = earlier == null || isBetter(now.provisional(), earlier.provisional()) ? now : earlier;
        } else if (!settled) {
            remembered =
                    best(bodyAskedFor ? route.read(request, null, before) : route.readWithoutBody(request, before));
        }
    }

    /** Called from within the page, which may have left no stack to say it on: that is said when all has run. */
    private void failed(Throwable failure) {
        try {
            if (failure instanceof StackOverflowError) {
                remembered = remembered == null ? NO_STACK : remembered;
            } else {
                route.failed(failure);
            }
        } catch (Throwable e) {
            remembered = remembered == null ? NOT_TOLD : remembered;
        }
    }

    /** What is there now, unless there was more before something of it went. */
    private TracedReading best() {
        TracedReading now = route.read(request, page, before);
        if (earlier != null && !now.reading().isWhole()) {
            TracedReading then = route.read(request, page, before, earlier);
            now = isBetter(now.reading(), then.reading()) ? now : then;
        }
        return best(now);
    }

    private TracedReading best(TracedReading now) {
        return remembered == null || isBetter(now.reading(), remembered.reading()) ? now : remembered;
    }

    /** Or as good, and newer. */
    private static boolean isBetter(OrderReading now, OrderReading before) {
        return rank(now) >= rank(before) || isAnother(now, before);
    }

    /** Whether it is no remainder of what went, but an order that has come since, in which something is wrong. */
    private static boolean isAnother(OrderReading now, OrderReading before) {
        return now instanceof Refused refused
                && before instanceof Complete complete
                && refused.hasOrderId()
                && !refused.order().orderId().equals(complete.order().orderId());
    }

    private static int rank(OrderReading reading) {
        if (reading.isWhole()) {
            return 3;
        }
        if (reading.isPart()) {
            return 2;
        }
        return reading instanceof Unreadable ? 1 : 0;
    }

    private boolean hasLostSession(OrderReading reading) {
        return reading instanceof NoOrder none
                && none.why() == Why.NO_ORDER_ID
                && (servedEnded || hadSession && !hasSession());
    }

    /** Whether the session that the customer came with is there. */
    private boolean hasSession() {
        try {
            return request.isRequestedSessionIdValid();
        } catch (Exception | Error e) {
            return false; // a session store that is away; the page will say so, if it needs it
        }
    }
}
