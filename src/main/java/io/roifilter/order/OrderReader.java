package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.click.RoiDataMask;
import io.roifilter.click.SearchException;
import io.roifilter.expression.BodilessRequest;
import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.EvaluationScope;
import io.roifilter.expression.Expression;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.order.OrderReading.Why;
import io.roifilter.text.OneLine;
import io.roifilter.text.Thrown;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

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
 *   <li>{@code amount}: the amount is {@value #UNREADABLE}.
 *   <li>{@code currency} or {@code when}: as any other order, only that it is refused. Without an order id, {@code when}
 *       may have failed on a page that confirms nothing: that is said, and nothing is kept.
 *   <li>{@code orderId}: the order id is {@value #UNKNOWN_ID} and a fingerprint of roi_data, amount and date, so that the
 *       same page read again gives the same id. An order id that is there but cannot be sent, because it is too long or has
 *       characters that XML cannot carry, is kept without those, shortened, and with its fingerprint, so that it is nobody
 *       else's.
 *   <li>{@code purchaseDate}: does not cost the order, as there is a good default.
 *   <li>{@code consent}: counts as no consent; {@code roiData}: there is nobody to credit it to. Nothing is kept, and it is
 *       said.
 * </ul>
 */
public final class OrderReader {
    /** The amount of an order whose amount could not be read: {@value}. */
    static final String UNREADABLE = "unreadable";

    /** How the order id of an order begins whose order id could not be read: {@value}. */
    static final String UNKNOWN_ID = "unknown-";

    private static final NoOrder NO_ROI_DATA = new NoOrder(Why.NO_ROI_DATA);

    /** Made in advance, because there may be no memory for it when it is needed. */
    private static final Unreadable NO_MEMORY = new Unreadable("there was no memory to read it");

    /** Nor anything else: the page may have used up the stack where it takes the order away. */
    private static final Unreadable NO_STACK = new Unreadable("there was no stack left to read it on");

    private static final Unreadable NOTHING_KNOWN = new Unreadable("reading failed, and so did saying why");

    /** When there is no memory: another thread may have given some back meanwhile. */
    private static final int MAX_TRIES = 3;

    private static final int FINGERPRINT_LENGTH = 12;

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
     * expression without it. Where memory runs out, reads up to three times.
     */
    public OrderReading read(HttpServletRequest request, ServletContext servletContext) {
        OrderReading reading = NO_MEMORY;
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            try {
                Attempt attempt = new Attempt(request, servletContext);
                reading = attempt.read();
                if (!attempt.outOfMemory) {
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
    public OrderReading readWithoutBody(HttpServletRequest request, ServletContext servletContext) {
        return read(new BodilessRequest(request), servletContext);
    }

    /** Says what it was even where nothing can be called any more. */
    private static Unreadable unreadable(Throwable thrown) {
        try {
            return new Unreadable("reading failed: " + Thrown.typeAndPlace(thrown));
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        } catch (StackOverflowError e) {
            return NO_STACK;
        } catch (Throwable e) {
            return NOTHING_KNOWN;
        }
    }

    /** One reading of one request. */
    private final class Attempt {
        private final HttpServletRequest request;
        private final EvaluationScope scope;
        private final List<String> problems = new ArrayList<>();
        private String roiData = "";
        private boolean outOfMemory;

        Attempt(HttpServletRequest request, ServletContext servletContext) {
            this.request = request;
            scope = EvaluationScope.afterChain(request, servletContext);
        }

        OrderReading read() {
            Optional<String> found;
            try {
                found = roiData();
            } catch (EvaluationException e) {
                // Not its reason: without roi_data there is nothing to mask the shop's words with.
                outOfMemory |= e.isOutOfMemory();
                return new Unreadable(e.getMessage());
            } catch (SearchException e) {
                outOfMemory |= e.isOutOfMemory();
                return new Unreadable(e.getMessage());
            }
            if (found.isEmpty()) {
                return NO_ROI_DATA;
            }
            roiData = found.get();
            return readForClick();
        }

        private Optional<String> roiData() throws EvaluationException, SearchException {
            if (expressions.roiData().isEmpty()) {
                return finder.afterOrder(request);
            }
            return finder.accept(text(expressions.roiData().get()));
        }

        private OrderReading readForClick() {
            try {
                if (!expressions.consent().isTrue(scope)) {
                    return new NoOrder(Why.NO_CONSENT);
                }
            } catch (EvaluationException e) {
                return new Unreadable(
                        "it cannot be told whether the visitor consents, which counts as no: " + reason(e));
            }
            if (!isWanted()) {
                return new NoOrder(Why.NOT_WANTED);
            }
            Optional<String> orderId = orderId();
            if (orderId.isPresent() && orderId.get().isEmpty()) {
                return problems.isEmpty() ? new NoOrder(Why.NO_ORDER_ID) : new Unreadable(String.join("; ", problems));
            }
            return readOrder(orderId);
        }

        /** If that cannot be told, the order is read, to be refused. */
        private boolean isWanted() {
            try {
                return expressions.when().isTrue(scope);
            } catch (EvaluationException e) {
                return problems.add(reason(e));
            }
        }

        /**
         * Blank also if only the text around the expression is there, as {@code shop-} of <code>shop-${order.id}</code>;
         * empty if it cannot be read.
         */
        private Optional<String> orderId() {
            Expression expression = expressions.orderId();
            try {
                String orderId = text(expression);
                return Optional.of(orderId.equals(expression.literalText().strip()) ? "" : orderId);
            } catch (EvaluationException e) {
                problems.add(reason(e));
                return Optional.empty();
            }
        }

        private OrderReading readOrder(Optional<String> orderId) {
            checkCurrency();
            String amount = amount();
            Optional<String> dateProblem;
            LocalDate date = PurchaseDate.today(clock);
            try {
                date = purchaseDate(date);
                dateProblem = Optional.empty();
            } catch (EvaluationException e) {
                dateProblem = Optional.of("purchaseDate is not used: " + reason(e));
            } catch (RefusedValueException e) {
                dateProblem = Optional.of("purchaseDate is not used: " + e.getMessage());
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
                    String currency = text(expressions.currency().get());
                    if (!currency.equalsIgnoreCase("USD")) {
                        problems.add("the currency is not USD: '" + OneLine.of(currency, 32) + "'");
                    }
                } catch (EvaluationException e) {
                    problems.add(reason(e));
                }
            }
        }

        private String amount() {
            Expression expression = expressions.amount();
            try {
                Object value = expression.evaluate(scope);
                try {
                    return Amount.of(value);
                } catch (RefusedValueException e) {
                    problems.add(e.getMessage());
                    String shown = OneLine.of(text(expression, value), RoiInsert.MAX_AMOUNT);
                    return shown.isEmpty() ? Amount.MISSING : shown;
                } catch (Throwable e) {
                    throw EvaluationException.of(expression.toString(), e);
                }
            } catch (EvaluationException e) {
                problems.add(reason(e));
                return UNREADABLE;
            }
        }

        private LocalDate purchaseDate(LocalDate today) throws EvaluationException, RefusedValueException {
            if (expressions.purchaseDate().isEmpty()) {
                return today;
            }
            Expression expression = expressions.purchaseDate().get();
            Object value = expression.evaluate(scope);
            try {
                return PurchaseDate.of(value, clock, ZoneId.systemDefault());
            } catch (RefusedValueException e) {
                throw e;
            } catch (Throwable e) {
                throw EvaluationException.of(expression.toString(), e);
            }
        }

        private RoiInsert order(Optional<String> orderId, String amount, LocalDate date) {
            String id = orderId.orElseGet(() -> UNKNOWN_ID + fingerprint(roiData + '\n' + amount + '\n' + date));
            try {
                return new RoiInsert(roiData, amount, id, ignoreDuplicateOrders, date);
            } catch (IllegalArgumentException e) {
                // Only the order id can be at fault, the rest has been made to fit.
                problems.add(e.getMessage());
                return new RoiInsert(roiData, amount, usable(id), ignoreDuplicateOrders, date);
            }
        }

        private String reason(EvaluationException failure) {
            outOfMemory |= failure.isOutOfMemory();
            return failure.reason(RoiDataMask.of(roiData));
        }

        private String text(Expression expression) throws EvaluationException {
            return text(expression, expression.evaluate(scope));
        }

        /** The stripped text of any value, empty for null. Its {@code toString} is code of the shop, too. */
        private String text(Expression expression, Object value) throws EvaluationException {
            try {
                String text = value == null ? null : value.toString();
                return text == null ? "" : text.strip();
            } catch (Throwable e) {
                throw EvaluationException.of(expression.toString(), e);
            }
        }
    }

    /** As much of an order id as can be kept, and which one it was: another may begin like it. */
    private static String usable(String orderId) {
        String fingerprint = "~" + fingerprint(orderId);
        return OneLine.of(orderId, RoiInsert.MAX_ORDER_ID - fingerprint.length()) + fingerprint;
    }

    private static String fingerprint(String text) {
        return DigestUtils.sha256Hex(text).substring(0, FINGERPRINT_LENGTH);
    }
}
