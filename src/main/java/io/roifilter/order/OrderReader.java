package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.order.OrderReading.Why;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the order out of a request that the application has answered. Thread-safe.
 *
 * <p>Everything is read at once on the calling thread, and nothing of the request is kept: shops reuse their beans.
 * Nothing that the shop's code throws comes out of {@link #read}, except errors of the virtual machine itself.
 */
public final class OrderReader {
    private static final NoOrder NO_ROI_DATA = new NoOrder(Why.NO_ROI_DATA);

    private final OrderExpressions expressions;
    private final RoiDataFinder finder;
    private final boolean ignoreDuplicateOrders;
    private final Clock clock;

    /**
     * @param ignoreDuplicateOrders the flag of that name in every order read
     * @param clock gives the date of orders that have none of their own
     */
    public OrderReader(OrderExpressions expressions, RoiDataFinder finder, boolean ignoreDuplicateOrders, Clock clock) {
        this.expressions = expressions;
        this.finder = finder;
        this.ignoreDuplicateOrders = ignoreDuplicateOrders;
        this.clock = clock;
    }

    /**
     * Tells, before the application has the request, whether it can have roi_data when it is answered. May be wrong with a
     * form, whose body belongs to the application first, and where an expression says what the roi_data is.
     */
    public boolean mayHaveRoiData(HttpServletRequest request) {
        return expressions.roiData().isPresent() || finder.mayBeAfterOrder(request);
    }

    /** Tells whether any of the expressions has this name in its text. */
    public boolean mentions(String name) {
        return expressions.all().anyMatch(expression -> expression.toString().contains(name));
    }

    /**
     * Reads one request. Looks for roi_data before anything else, because most requests have none, and evaluates no
     * expression without it.
     */
    public OrderReading read(HttpServletRequest request, ServletContext servletContext) {
        EvaluationScope scope = EvaluationScope.afterChain(request, servletContext);
        Optional<String> roiData;
        try {
            roiData = roiData(request, scope);
        } catch (EvaluationException e) {
            // Not its reason: without roi_data there is nothing to mask the shop's words with.
            return new Unreadable(e.getMessage());
        }
        return roiData.isEmpty() ? NO_ROI_DATA : readFor(roiData.get(), scope);
    }

    private Optional<String> roiData(HttpServletRequest request, EvaluationScope scope) throws EvaluationException {
        if (expressions.roiData().isPresent()) {
            Expression expression = expressions.roiData().get();
            return finder.accept(text(expression, expression.evaluate(scope)));
        }
        try {
            return finder.afterOrder(request);
        } catch (Exception | Error e) {
            // The request may be wrapped by the shop, and containers throw at some headers.
            throw EvaluationException.of("the search for roi_data", e);
        }
    }

    private OrderReading readFor(String roiData, EvaluationScope scope) {
        try {
            if (!expressions.consent().isTrue(scope)) {
                return new NoOrder(Why.NO_CONSENT);
            }
            if (!expressions.when().isTrue(scope)) {
                return new NoOrder(Why.NOT_WANTED);
            }
            String orderId = orderId(scope);
            return orderId.isEmpty() ? new NoOrder(Why.NO_ORDER_ID) : readOrder(roiData, orderId, scope);
        } catch (EvaluationException e) {
            return new Unreadable(e.reason(roiData));
        }
    }

    /** Empty also if only the text around the expression is there, as {@code shop-} of <code>shop-${order.id}</code>. */
    private String orderId(EvaluationScope scope) throws EvaluationException {
        Expression expression = expressions.orderId();
        String orderId = text(expression, expression.evaluate(scope));
        return orderId.equals(expression.literalText().strip()) ? "" : orderId;
    }

    private OrderReading readOrder(String roiData, String orderId, EvaluationScope scope) throws EvaluationException {
        Checked<String> amount = amount(scope);
        Checked<LocalDate> date = purchaseDate(roiData, scope);
        Optional<String> problem = joined(currencyProblem(scope), amount.problem());
        RoiInsert order;
        try {
            order = new RoiInsert(roiData, amount.value(), orderId, ignoreDuplicateOrders, date.value());
        } catch (IllegalArgumentException e) {
            // Only the order id can be at fault, the rest has been made to fit.
            return new Unreadable(e.getMessage());
        }
        return problem.isEmpty()
                ? new Complete(order, date.problem())
                : new Refused(order, joined(problem, date.problem()).orElseThrow());
    }

    private Checked<String> amount(EvaluationScope scope) throws EvaluationException {
        Expression expression = expressions.amount();
        Object value = expression.evaluate(scope);
        try {
            return new Checked<>(Amount.of(value), Optional.empty());
        } catch (RefusedValueException e) {
            String shown = OneLine.of(text(expression, value), RoiInsert.MAX_AMOUNT);
            return new Checked<>(shown.isEmpty() ? Amount.MISSING : shown, Optional.of(e.getMessage()));
        } catch (Exception | Error e) {
            throw EvaluationException.of(expression.toString(), e);
        }
    }

    /** Whatever is wrong with the date, even that its getter throws, does not cost the order: there is a good default. */
    private Checked<LocalDate> purchaseDate(String roiData, EvaluationScope scope) {
        if (expressions.purchaseDate().isEmpty()) {
            return new Checked<>(PurchaseDate.today(clock), Optional.empty());
        }
        Expression expression = expressions.purchaseDate().get();
        String problem;
        try {
            Object value = expression.evaluate(scope);
            return new Checked<>(PurchaseDate.of(value, clock, ZoneId.systemDefault()), Optional.empty());
        } catch (RefusedValueException e) {
            problem = e.getMessage();
        } catch (EvaluationException e) {
            problem = e.reason(roiData);
        } catch (Exception | Error e) {
            problem = EvaluationException.of(expression.toString(), e).reason(roiData);
        }
        return new Checked<>(PurchaseDate.today(clock), Optional.of("purchaseDate is not used: " + problem));
    }

    private Optional<String> currencyProblem(EvaluationScope scope) throws EvaluationException {
        if (expressions.currency().isEmpty()) {
            return Optional.empty();
        }
        Expression expression = expressions.currency().get();
        String currency = text(expression, expression.evaluate(scope));
        return currency.equalsIgnoreCase("USD")
                ? Optional.empty()
                : Optional.of("the currency is not USD: '" + OneLine.of(currency, 32) + "'");
    }

    /** The stripped text of any value, empty for null. Its {@code toString} is code of the shop, too. */
    private static String text(Expression expression, Object value) throws EvaluationException {
        try {
            String text = value == null ? null : value.toString();
            return text == null ? "" : text.strip();
        } catch (Exception | Error e) {
            throw EvaluationException.of(expression.toString(), e);
        }
    }

    private static Optional<String> joined(Optional<String> first, Optional<String> second) {
        String joined = Stream.of(first, second).flatMap(Optional::stream).collect(Collectors.joining("; "));
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }

    /** A value that can be used, and what was wrong with the one that it stands in for. */
    private record Checked<T>(T value, Optional<String> problem) {}
}
