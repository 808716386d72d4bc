package io.roifilter.page;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What one tag says.
 *
 * @param id empty for one that only supports others
 * @param rank the lower, the more its amount is believed
 * @param unknownCurrency what it says in place of a currency
 */
record Statement(
        Convention convention,
        int rank,
        Optional<String> id,
        Optional<BigDecimal> amount,
        Optional<String> currency,
        Optional<String> unknownCurrency,
        Optional<BigDecimal> tax,
        Optional<BigDecimal> shipping) {
    private static final BigDecimal TOLERANCE = new BigDecimal("0.005");

    String label() {
        return convention.label();
    }

    boolean isOf(String otherId) {
        return id.isPresent() && id.get().equals(otherId);
    }

    /** The same but for what a sum of binary fractions adds: 72.05000000000001. */
    boolean hasAmount(BigDecimal other) {
        return amount.isPresent() && amount.get().subtract(other).abs().compareTo(TOLERANCE) < 0;
    }
}
