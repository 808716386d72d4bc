package io.roifilter.page;

import io.roifilter.page.Stated.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Amounts that a page states item by item. One that cannot be read makes the whole unknown. */
final class Sums {
    private static final int MAX_ITEMS = 1_000;
    private static final Value ONE = new Value.Numeral(BigDecimal.ONE, "1");

    private Sums() {}

    /** Of a member of each item, times how many there are. */
    static Part ofItems(String path, String price, String quantity) {
        return stated -> sum(items(stated, path), stated, path, price, quantity);
    }

    /** Of a member of each item that is the price of all. */
    static Part ofItems(String path, String total) {
        return ofItems(path, total, "");
    }

    /** Of parameters with numbers: {@code AMT1}, {@code QTY1}, {@code AMT2} and so on. */
    static Part ofNumbered(String price, String quantity) {
        return stated -> {
            Sum sum = new Sum();
            for (int i = 1; i <= MAX_ITEMS; i++) {
                Value amount = stated.at(price + i);
                if (amount instanceof Value.Nothing) {
                    break;
                }
                Value pieces = stated.at(quantity + i);
                sum.add(amount, pieces instanceof Value.Nothing ? ONE : pieces);
            }
            return sum.value();
        };
    }

    /** Of one field of lines such as {@code category;product;quantity;total;…} with commas between. */
    static Part ofLines(String path, int field) {
        return stated -> {
            Sum sum = new Sum();
            String lines = stated.textAt(path);
            for (String line : lines.isEmpty() ? new String[0] : lines.split(",", MAX_ITEMS)) {
                String[] fields = line.split(";");
                sum.add(fields.length > field ? new Value.Text(fields[field]) : Value.UNKNOWN, ONE);
            }
            return sum.value();
        };
    }

    private static List<Value> items(Stated stated, String path) {
        return stated.at(path) instanceof Value.Items items ? items.items() : List.of();
    }

    private static Value sum(List<Value> items, Stated stated, String path, String price, String quantity) {
        Sum sum = new Sum();
        for (int i = 0; i < Math.min(items.size(), MAX_ITEMS); i++) {
            String item = path + "." + i + ".";
            sum.add(stated.at(item + price), quantity.isEmpty() ? ONE : stated.at(item + quantity));
        }
        return items.size() > MAX_ITEMS ? Value.UNKNOWN : sum.value();
    }

    /** Nothing, as long as nothing is added. */
    private static final class Sum {
        private BigDecimal total = BigDecimal.ZERO;
        private boolean isKnown = true;
        private boolean isEmpty = true;

        void add(Value price, Value quantity) {
            Optional<BigDecimal> one = StatedAmount.of(price).number();
            Optional<BigDecimal> pieces = StatedAmount.of(quantity).number();
            isKnown &= one.isPresent() && pieces.isPresent();
            isEmpty = false;
            if (isKnown) {
                total = total.add(one.get().multiply(pieces.get()));
            }
        }

        Value value() {
            if (isEmpty) {
                return Value.NOTHING;
            }
            return isKnown ? new Value.Numeral(total, total.toPlainString()) : Value.UNKNOWN;
        }
    }
}
