package io.roifilter.order;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.expression.BodilessRequest;
import io.roifilter.expression.EvaluationScope;
import io.roifilter.expression.Expression;
import io.roifilter.expression.ValuesBefore;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.page.PageContent;
import io.roifilter.text.Thrown;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the order out of a request that the application has answered. Thread-safe.
 *
 * <p>Everything is read at once on the calling thread, and nothing of the request is kept: shops reuse their beans.
 * Nothing that is thrown in it, by the shop's code, the container's or ours, comes out of {@link #read}, whatever it is.
 *
 * <p>An order that was there and could not be read is no less an order. If an expression throws or names a property that
 * does not exist, what the others give is kept for its reader, as {@link Refused}:
 *
 * <ul>
 *   <li>{@code amount}: the amount is {@code unreadable}.
 *   <li>{@code currency} or {@code when}: as any other order, only that it is refused. Without an order id, {@code when}
 *       may have failed on a page that confirms nothing: that is said, and nothing is kept.
 *   <li>{@code orderId}: the order id is {@code unknown-} and a fingerprint of roi_data, amount and date, so that the
 *       same page read again gives the same id. An order id that is there but cannot be sent, because it is too long or has
 *       characters that XML cannot carry, is kept without those, shortened, and with its fingerprint, so that it is nobody
 *       else's.
 *   <li>{@code purchaseDate}: does not cost the order, as there is a good default.
 *   <li>{@code consent}: counts as no consent; {@code roiData}: there is nobody to credit it to. Nothing is kept, and it is
 *       said.
 * </ul>
 */
public final class OrderReader {
    /** Made in advance, because there may be no memory for it when it is needed. */
    private static final TracedReading NO_MEMORY = TracedReading.of(new Unreadable("there was no memory to read it"));

    /** Nor anything else: the page may have used up the stack where it takes the order away. */
    private static final TracedReading NO_STACK =
            TracedReading.of(new Unreadable("there was no stack left to read it on"));

    private static final TracedReading NOTHING_KNOWN =
            TracedReading.of(new Unreadable("reading failed, and so did saying why"));

    /** When there is no memory: another thread may have given some back meanwhile. */
    private static final int MAX_TRIES = 3;

    private static final Attempt.Evaluation EACH_NOW = (expression, scope, assumed) -> expression.evaluate(scope);

    private final OrderRules rules;
    private final List<Expression> all;
    private final boolean namesPage;
    private final boolean namesBefore;

    /**
     * @param ignoreDuplicateOrders the flag of that name in every order read
     * @param clock gives the date of orders that have none of their own
     */
    public OrderReader(OrderExpressions expressions, RoiDataFinder finder, boolean ignoreDuplicateOrders, Clock clock) {
        this(new OrderRules(expressions, finder, ignoreDuplicateOrders, clock, false));
    }

    private OrderReader(OrderRules rules) {
        this.rules = rules;
        all = rules.expressions().all().toList();
        namesPage = names("page");
        namesBefore = all.stream().anyMatch(Expression::isBefore);
    }

    /**
     * One that reads what is to be remembered for the page of the order.
     *
     * @param expressions of id, amount and currency those that are empty are not asked
     */
    public static OrderReader remembering(OrderExpressions expressions, RoiDataFinder finder, Clock clock) {
        return new OrderReader(new OrderRules(expressions, finder, false, clock, true));
    }

    /** Whether what is read is for a later page. */
    public boolean remembers() {
        return rules.remembers();
    }

    /**
     * Tells, before the application has the request, whether it can have roi_data when it is answered. May be wrong with a
     * form, whose body belongs to the application first, and where an expression says what the roi_data is.
     */
    public boolean mayHaveRoiData(HttpServletRequest request) {
        return rules.expressions().roiData().isPresent() || rules.finder().mayBeAfterOrder(request);
    }

    /**
     * Evaluates what is to be known before the application has the request. Nothing of its body is read for that.
     *
     * @return null if there is no such expression
     */
    public ValuesBefore before(HttpServletRequest request, ServletContext servletContext) {
        return namesBefore
                ? Expression.before(all.stream(), EvaluationScope.beforeChain(request, servletContext))
                : null;
    }

    /** What id and amount are read by, for an operator. */
    public String sources() {
        return "orderId from " + rules.expressions().orderId() + ", amount from "
                + rules.expressions().amount();
    }

    /** Whether the amount is that of the order which the page states, whatever the order id is read from. */
    public boolean takesStatedAmount() {
        return rules.expressions().amount().namesStatedOrder();
    }

    /** Tells whether any of the expressions begins with this name. */
    public boolean names(String name) {
        return all.stream().anyMatch(expression -> expression.names(name));
    }

    /** Tells whether any of the expressions has this name in its text. Asked whenever the page sets an attribute. */
    public boolean mentions(String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).toString().contains(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Reads one request. Looks for roi_data before anything else, because most requests have none, and evaluates no
     * expression without it. Where memory runs out, reads up to three times.
     */
    public TracedReading read(HttpServletRequest request, ServletContext servletContext) {
        return read(request, servletContext, null);
    }

    /** The same with the answer, which is whole. */
    public TracedReading read(HttpServletRequest request, ServletContext servletContext, PageContent page) {
        return read(request, servletContext, page, null);
    }

    /**
     * The same.
     *
     * @param page the answer; may be null
     * @param before what {@link #before} has given; may be null
     */
    public TracedReading read(
            HttpServletRequest request, ServletContext servletContext, PageContent page, ValuesBefore before) {
        return read(request, scope(servletContext, page, before), EACH_NOW);
    }

    /** The same with what was there when something went. */
    public TracedReading read(
            HttpServletRequest request,
            ServletContext servletContext,
            PageContent page,
            ValuesBefore before,
            Earlier earlier) {
        return read(
                request,
                scope(servletContext, page, before),
                (expression, scope, assumed) -> earlier.value(expression, scope));
    }

    /**
     * Keeps what is there before something goes and the answer is whole.
     *
     * @param withoutBody as in {@link #readWithoutBody}
     * @param before what {@link #before} has given; may be null
     */
    public Earlier keep(
            HttpServletRequest request, ServletContext servletContext, boolean withoutBody, ValuesBefore before) {
        Earlier earlier = new Earlier();
        HttpServletRequest read = withoutBody ? new BodilessRequest(request) : request;
        earlier.readAs(read(read, scope(servletContext, null, before), earlier::keep));
        return earlier;
    }

    private TracedReading read(
            HttpServletRequest request,
            Function<HttpServletRequest, EvaluationScope> scope,
            Attempt.Evaluation evaluation) {
        TracedReading reading = NO_MEMORY;
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            try {
                Trace trace = new Trace();
                Attempt attempt = new Attempt(rules, request, scope.apply(request), evaluation, trace);
                reading = new TracedReading(attempt.read(), trace);
                if (!attempt.isOutOfMemory()) {
                    return reading;
                }
            } catch (Throwable e) {
                reading = unreadable(e);
                if (!Thrown.isOutOfMemory(e)) {
                    return reading;
                }
            }
        }
        return reading;
    }

    /**
     * The same before the application has asked for the body: parameters are those of the query string, because reading the
     * body would take it from the application.
     */
    public TracedReading readWithoutBody(
            HttpServletRequest request, ServletContext servletContext, ValuesBefore before) {
        return read(new BodilessRequest(request), servletContext, null, before);
    }

    private Function<HttpServletRequest, EvaluationScope> scope(
            ServletContext servletContext, PageContent page, ValuesBefore before) {
        return request -> {
            EvaluationScope scope = EvaluationScope.afterChain(request, servletContext);
            EvaluationScope whole = page == null || !namesPage ? scope : scope.withPage(page);
            return before == null ? whole : whole.withValuesBefore(before);
        };
    }

    /** Says what it was even where nothing can be called any more. */
    private static TracedReading unreadable(Throwable thrown) {
        try {
            return TracedReading.of(new Unreadable("reading failed: " + Thrown.typeAndPlace(thrown)));
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        } catch (StackOverflowError e) {
            return NO_STACK;
        } catch (Throwable e) {
            return NOTHING_KNOWN;
        }
    }
}
