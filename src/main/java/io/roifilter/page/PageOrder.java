package io.roifilter.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What a page says of an order by convention. Immutable. */
public sealed interface PageOrder {
    /** What an operator should know of how it was read, one short line each; may have words of the page in it. */
    List<String> warnings();

    /**
     * One order.
     *
     * @param amount exactly as it is stated; empty if no tag states one that has one reading only
     * @param currency three letters, or what is stated and no currency known here; empty if none is stated
     * @param source which convention the amount was taken by, or the id if there is no amount
     * @param agreed other conventions by which the page states the same
     * @param disagreed what others say of the same order, such as {@code GA4 (gtag): 100.00}
     */
    record Stated(
            String id,
            Optional<BigDecimal> amount,
            Optional<String> currency,
            Optional<BigDecimal> tax,
            Optional<BigDecimal> shipping,
            String source,
            List<String> agreed,
            List<String> disagreed,
            List<String> warnings)
            implements PageOrder {}

    /** No order, or none with a usable id. */
    record None(List<String> warnings) implements PageOrder {}

    /**
     * More than one, none of which may be taken at random.
     *
     * @param ids the first few of them
     */
    record Several(List<String> ids, List<String> warnings) implements PageOrder {}
}
