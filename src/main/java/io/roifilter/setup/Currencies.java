package io.roifilter.setup;

import java.util.Currency;
import java.util.Locale;

/** Which texts are codes of currencies (ISO 4217). */
final class Currencies {
    private Currencies() {}

    static boolean isCode(String text) {
        try {
            return text.length() == 3
                    && Currency.getInstance(text.toUpperCase(Locale.ROOT)).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
