package io.roifilter.setup;

import io.roifilter.order.Amount;
import io.roifilter.order.RefusedValueException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What has to be done to a text, in an expression, so that it is read as the amount that it means. */
final class AmountText {
    /** The plainest first. */
    private static final List<Form> FORMS = List.of(
            new Form("", text -> text),
            new Form(".replaceAll('[^0-9.]', '')", text -> text.replaceAll("[^0-9.]", "")),
            new Form(
                    ".replaceAll('[^0-9,]', '').replace(',', '.')",
                    text -> text.replaceAll("[^0-9,]", "").replace(',', '.')));

    private AmountText() {}

    private record Form(String suffix, UnaryOperator<String> made) {}

    /** What to write behind an expression that gives this text; empty if nothing makes it the total. */
    static Optional<String> suffix(String text, WantedTotal total) {
        return FORMS.stream()
                .filter(form -> isTotal(form.made().apply(text), total))
                .map(Form::suffix)
                .findFirst();
    }

    private static boolean isTotal(String text, WantedTotal total) {
        try {
            return total.is(new BigDecimal(Amount.of(text)));
        } catch (RefusedValueException e) {
            return false;
        }
    }
}
