package io.roifilter.order;

import io.roifilter.api.RoiData;
import io.roifilter.api.RoiInsert;
import io.roifilter.click.RoiDataMask;
import io.roifilter.click.SearchException;
import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.EvaluationScope;
import io.roifilter.expression.Expression;
import io.roifilter.expression.SessionNote;
import io.roifilter.expression.SessionNotes;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Noted;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.order.Outcome.Why;
import io.roifilter.page.PageOrder;
import io.roifilter.text.OneLine;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One reading of one answered request; what it makes of one that it cannot read in part is said at {@link OrderReader}. For
 * one thread, once.
 */
final class Attempt {
    /** The amount of an order whose amount could not be read. */
    private static final String UNREADABLE = "unreadable";

    private static final String OUT_OF_REACH = ": read what the page shows, by page.text";

    /** What is shown of a value that was read before the application had the request. */
    private static final String BEFORE = "before the page: ";

    private final OrderRules rules;
    private final OrderExpressions expressions;
    private final HttpServletRequest request;
    private final EvaluationScope scope;
    private final Evaluation evaluation;
    private final Trace trace;
    private List<String> problems = List.of();
    private String roiData = "";
    private String place = "";
    private boolean outOfMemory;

    /** How an expression gets its value. */
    interface Evaluation {
        /** @param assumed to be its value while it cannot be told, as the answer is not whole */
        Object of(Expression expression, EvaluationScope scope, Object assumed) throws EvaluationException;
    }

    /** @param trace of this attempt alone */
    Attempt(OrderRules rules, HttpServletRequest request, EvaluationScope scope, Evaluation evaluation, Trace trace) {
        this.evaluation = evaluation;
        this.trace = trace;
        this.rules = rules;
        expressions = rules.expressions();
        this.request = request;
        this.scope = scope;
    }

    OrderReading read() {
        Optional<String> found;
        try {
            found = roiData();
        } catch (EvaluationException e) {
            // Not its reason: without roi_data there is nothing to mask the shop's words with.
            outOfMemory |= e.isOutOfMemory();
            trace.problem("roiData", e.getMessage());
            return new Unreadable(e.getMessage());
        } catch (SearchException e) {
            outOfMemory |= e.isOutOfMemory();
            return new Unreadable(e.getMessage());
        }
        if (found.isEmpty()) {
            return OrderRules.NO_ROI_DATA;
        }
        roiData = found.get();
        trace.found(roiData, place);
        return readForClick();
    }

    /** Whether memory ran out on the way, so that another attempt is worth it. */
    boolean isOutOfMemory() {
        return outOfMemory;
    }

    private Optional<String> roiData() throws EvaluationException, SearchException {
        if (expressions.roiData().isEmpty()) {
            return rules.finder().afterOrder(request, found -> place = found);
        }
        place = "expression roiData";
        return rules.finder().accept(text(expressions.roiData().get(), RoiData.TEST));
    }

    private OrderReading readForClick() {
        try {
            if (!isTrue("consent", expressions.consent())) {
                return new NoOrder(Why.NO_CONSENT);
            }
        } catch (EvaluationException e) {
            trace.problem("consent", reason(e));
            return new Unreadable("it cannot be told whether the visitor consents, which counts as no: " + reason(e));
        }
        if (!isWanted()) {
            return new NoOrder(Why.NOT_WANTED);
        }
        if (rules.remembers()) {
            return note();
        }
        Optional<String> orderId = orderId();
        orderId.ifPresent(scope::orderIs);
        if (orderId.isPresent() && orderId.get().isEmpty()) {
            if (expressions.orderId().names("page")) {
                scope.pageTrouble().ifPresent(trouble -> problem("orderId", trouble)); // that may be why
            }
            scope.unreachable().ifPresent(why -> problem("orderId", why + OUT_OF_REACH));
            return problems.isEmpty() ? new NoOrder(whyNoOrderId()) : new Unreadable(String.join("; ", problems));
        }
        return readOrder(orderId);
    }

    private Why whyNoOrderId() {
        if (scope.statedOrder().orElse(null) instanceof PageOrder.Several) {
            return Why.SEVERAL_STATED_ORDERS;
        }
        return ByConvention.isId(expressions.orderId()) ? Why.NO_STATED_ORDER : Why.NO_ORDER_ID;
    }

    /** If that cannot be told, the order is read, to be refused. */
    private boolean isWanted() {
        try {
            return isTrue("when", expressions.when());
        } catch (EvaluationException e) {
            return problem("when", reason(e));
        }
    }

    private boolean isTrue(String setting, Expression expression) throws EvaluationException {
        boolean isTrue = Expression.isTrueValue(evaluation.of(expression, scope, true));
        value(setting, expression, String.valueOf(isTrue));
        return isTrue;
    }

    private void value(String setting, Expression expression, String text) {
        trace.value(setting, expression.isBefore() ? BEFORE + (text.isEmpty() ? "nothing" : text) : text);
    }

    /** @return true */
    private boolean problem(String setting, String reason) {
        trace.problem(setting, reason);
        problems = problems.isEmpty() ? new ArrayList<>() : problems;
        return problems.add(reason);
    }

    /**
     * Blank also if only the text around the expression is there, as {@code shop-} of <code>shop-${order.id}</code>;
     * empty if it cannot be read.
     */
    private Optional<String> orderId() {
        Expression expression = expressions.orderId();
        try {
            String orderId = text(expression, "assumed");
            boolean isNothing = orderId.equals(expression.literalText().strip());
            value("orderId", expression, isNothing ? "" : orderId);
            return Optional.of(isNothing ? "" : orderId);
        } catch (EvaluationException e) {
            problem("orderId", reason(e));
            return e.isForgotten() ? Optional.of("") : Optional.empty(); // which order it was, nothing says
        }
    }

    private OrderReading note() {
        List<String> missing = new ArrayList<>();
        String orderId =
                noted("orderId", Optional.of(expressions.orderId()), missing).toString();
        Object amount = noted("amount", Optional.of(expressions.amount()), missing);
        String currency = noted("currency", expressions.currency(), missing).toString();
        return new Noted(
                new SessionNote(orderId, amount.toString(), amount instanceof BigDecimal, currency, ""),
                missing,
                problems);
    }

    /** A number, or text; empty if nothing is asked, or there is nothing. */
    private Object noted(String setting, Optional<Expression> asked, List<String> missing) {
        Expression expression = asked.orElse(null);
        if (expression == null || expression.toString().isEmpty()) {
            return "";
        }
        try {
            Object value = evaluation.of(expression, scope, "1");
            String text = textOf(expression, value);
            boolean isNothing = text.equals(expression.literalText().strip());
            if (isNothing) {
                missing.add(setting);
            } else if (text.length() > SessionNotes.MAX_VALUE) {
                problem(setting, setting + " is longer than " + SessionNotes.MAX_VALUE + " characters");
                return "";
            }
            value(setting, expression, isNothing ? "" : text);
            return isNothing ? "" : value instanceof Number ? Amount.exact(text) : text;
        } catch (EvaluationException e) {
            problem(setting, reason(e));
            return "";
        }
    }

    private OrderReading readOrder(Optional<String> orderId) {
        checkCurrency();
        String amount = amount();
        Optional<String> dateProblem;
        LocalDate date = PurchaseDate.today(rules.clock());
        try {
            date = purchaseDate(date);
            dateProblem = Optional.empty();
        } catch (EvaluationException e) {
            dateProblem = Optional.of("purchaseDate is not used: " + reason(e));
            trace.problem("purchaseDate", reason(e));
        } catch (RefusedValueException e) {
            dateProblem = Optional.of("purchaseDate is not used: " + e.getMessage());
            trace.problem("purchaseDate", e.getMessage());
        }
        RoiInsert order = order(orderId, amount, date);
        if (problems.isEmpty()) {
            return new Complete(order, dateProblem);
        }
        dateProblem.ifPresent(problems::add);
        return new Refused(order, String.join("; ", problems));
    }

    private void checkCurrency() {
        if (expressions.currency().isPresent()) {
            try {
                String currency = text(expressions.currency().get(), "USD");
                boolean isUnstated = currency.isEmpty()
                        && ByConvention.isCurrency(expressions.currency().get(), expressions.amount());
                if (isUnstated || OrderConstants.isCounted(currency)) {
                    value("currency", expressions.currency().get(), currency);
                } else {
                    problem("currency", "the currency is not USD: '" + OneLine.of(currency, 32) + "'");
                }
            } catch (EvaluationException e) {
                problem("currency", reason(e));
            }
        }
    }

    private String amount() {
        Expression expression = expressions.amount();
        try {
            Object value = evaluation.of(expression, scope, BigDecimal.ONE);
            try {
                String amount = Amount.of(value);
                value("amount", expression, amount);
                return amount;
            } catch (RefusedValueException e) {
                problem("amount", value == null ? whyNoAmount(e) : e.getMessage());
                String shown = OneLine.of(textOf(expression, value), RoiInsert.MAX_AMOUNT);
                return shown.isEmpty() ? Amount.MISSING : shown;
            } catch (Throwable e) {
                throw EvaluationException.of(expression.toString(), e);
            }
        } catch (EvaluationException e) {
            problem("amount", reason(e));
            return UNREADABLE;
        }
    }

    private String whyNoAmount(RefusedValueException refused) {
        Optional<String> trouble = (expressions.amount().names("page") ? scope.pageTrouble() : Optional.<String>empty())
                .or(() -> scope.unreachable().map(why -> why + OUT_OF_REACH)); // that may be why
        if (trouble.isEmpty() && !ByConvention.isAmount(expressions.amount())) {
            return refused.getMessage();
        }
        return "the amount is missing: " + trouble.orElseGet(this::whyNoStatedAmount);
    }

    private String whyNoStatedAmount() {
        return scope.statedOrder().orElse(null) instanceof PageOrder.Several
                ? Why.SEVERAL_STATED_ORDERS.text()
                : "the page states none for its order by any convention known";
    }

    private LocalDate purchaseDate(LocalDate today) throws EvaluationException, RefusedValueException {
        if (expressions.purchaseDate().isEmpty()) {
            return today;
        }
        Expression expression = expressions.purchaseDate().get();
        Object value = evaluation.of(expression, scope, today);
        try {
            LocalDate date = PurchaseDate.of(value, rules.clock(), ZoneId.systemDefault());
            if (value == null || value.toString().isBlank()) {
                trace.problem("purchaseDate", "gives nothing, so that the day is that of reading");
            } else {
                value("purchaseDate", expression, date.toString());
            }
            return date;
        } catch (RefusedValueException e) {
            throw e;
        } catch (Throwable e) {
            throw EvaluationException.of(expression.toString(), e);
        }
    }

    private RoiInsert order(Optional<String> orderId, String amount, LocalDate date) {
        String id = orderId.isPresent() ? orderId.get() : OrderIds.unknown(roiData + '\n' + amount + '\n' + date);
        try {
            return new RoiInsert(roiData, amount, id, rules.ignoreDuplicateOrders(), date);
        } catch (IllegalArgumentException e) {
            // Only the order id can be at fault, the rest has been made to fit.
            problem("orderId", e.getMessage());
            return new RoiInsert(roiData, amount, OrderIds.usable(id), rules.ignoreDuplicateOrders(), date);
        }
    }

    private String reason(EvaluationException failure) {
        outOfMemory |= failure.isOutOfMemory();
        return failure.reason(RoiDataMask.of(roiData));
    }

    private String text(Expression expression, String assumed) throws EvaluationException {
        return textOf(expression, evaluation.of(expression, scope, assumed));
    }

    /** The stripped text of any value, empty for null. Its {@code toString} is code of the shop, too. */
    private String textOf(Expression expression, Object value) throws EvaluationException {
        try {
            String text = value == null ? null : value.toString();
            return text == null ? "" : text.strip();
        } catch (Throwable e) {
            throw EvaluationException.of(expression.toString(), e);
        }
    }
}
