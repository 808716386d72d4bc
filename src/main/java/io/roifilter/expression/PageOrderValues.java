package io.roifilter.expression;

import io.roifilter.page.PageOrder;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * The order that a page states by convention, which expressions know as {@code page.order}; everything in it is null if the page
 * states none, or several. Public for the Expression Language.
 */
public final class PageOrderValues {
    /** Gives the id. */
    public static final String ID = "${page.order.id}";

    /** Gives the amount. */
    public static final String AMOUNT = "${page.order.amount}";

    /** Gives the currency. */
    public static final String CURRENCY = "${page.order.currency}";

    private final PageOrder order;

    PageOrderValues(PageOrder order) {
        this.order = order;
    }

    public String getId() {
        return order instanceof PageOrder.Stated stated ? stated.id() : null;
    }

    public BigDecimal getAmount() {
        return value(PageOrder.Stated::amount);
    }

    /** Three letters. */
    public String getCurrency() {
        return value(PageOrder.Stated::currency);
    }

    public BigDecimal getTax() {
        return value(PageOrder.Stated::tax);
    }

    public BigDecimal getShipping() {
        return value(PageOrder.Stated::shipping);
    }

    private <T> T value(Function<PageOrder.Stated, Optional<T>> getter) {
        return order instanceof PageOrder.Stated stated ? getter.apply(stated).orElse(null) : null;
    }
}
