package io.roifilter;

import io.roifilter.order.OrderReading;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.order.OrderReading.Why;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * One visit to the confirmation route that may end in an order. Reads the order and hands it on before the customer can
 * have the end of the page: {@link #answerEnds} is called when the application, or the container on its behalf, is about to
 * send that end, {@link #over} when all has run, {@link #valuesGo} before what an order may be read from is taken away.
 *
 * <p>An application may end its answer and go on working. So what is read at the end of the answer settles the visit only
 * if it is a complete order; anything else is read once more when all has run.
 *
 * <p>Nothing that goes wrong comes out of these methods. Thread-safe: an asynchronous page is ended by a thread of the
 * application's, while the container's may still be on its way back.
 */
final class Confirmation {
    private static final Unreadable SESSION_ENDED = new Unreadable(
            "orderId gives nothing, and the page has ended the session, in which the order may have stood");

    private final ReportRoute route;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final boolean hadSession;

    // Mutable state, guarded by this
    private boolean awaited;
    private boolean settled;
    private boolean refusalReported;
    private OrderReading remembered; // null while nothing has gone

    /** Begins a visit; from here on the outbox stays open for it, until {@link #end}. */
    Confirmation(ReportRoute route, HttpServletRequest request, HttpServletResponse response) {
        this.route = route;
        this.request = request;
        this.response = response;
        hadSession = hasSession();
        awaited = route.tracker().requestBegins();
    }

    ReportRoute route() {
        return route;
    }

    /** To be called before the last of the answer goes to the customer, on the thread that sends it. */
    synchronized void answerEnds() {
        try {
            if (!settled && isNoError()) {
                OrderReading reading = best();
                settled = reading instanceof Complete;
                if (settled || reading instanceof Refused && !refusalReported) {
                    refusalReported = !settled;
                    route.report(reading);
                }
            }
        } catch (Throwable e) {
            route.failed(e);
        }
    }

    /** To be called before the session, or an attribute of this name, is taken away; null for the session. */
    synchronized void valuesGo(String name) {
        try {
            if (!settled && !(remembered instanceof Complete) && (name == null || route.mentions(name))) {
                remembered = best();
            }
        } catch (Throwable e) {
            route.failed(e);
        }
    }

    /** All has run, without an exception. */
    synchronized void over() {
        try {
            if (!settled && isNoError()) {
                settled = true;
                OrderReading reading = best();
                if (!(refusalReported && reading instanceof Refused)) {
                    route.report(hasLostSession(reading) ? SESSION_ENDED : reading);
                }
            }
        } catch (Throwable e) {
            route.failed(e);
        }
    }

    /** It ends without an order, because it failed. */
    synchronized void failed() {
        settled = true;
    }

    /** Nothing more will come of this visit: the outbox need not be kept open for it. */
    synchronized void end() {
        settled = true;
        if (awaited) {
            awaited = false;
            route.tracker().requestEnded();
        }
    }

    private boolean isNoError() {
        return response.getStatus() < HttpServletResponse.SC_BAD_REQUEST;
    }

    /** What is there now, unless there was more before something of it went. */
    private OrderReading best() {
        OrderReading now = route.read(request);
        return remembered == null || rank(now) >= rank(remembered) ? now : remembered;
    }

    private static int rank(OrderReading reading) {
        if (reading instanceof Complete) {
            return 3;
        }
        if (reading instanceof Refused) {
            return 2;
        }
        return reading instanceof Unreadable ? 1 : 0;
    }

    private boolean hasLostSession(OrderReading reading) {
        return hadSession && reading instanceof NoOrder none && none.why() == Why.NO_ORDER_ID && !hasSession();
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
