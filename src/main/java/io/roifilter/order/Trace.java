package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.click.RoiDataMask;
import io.roifilter.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What was read on the way to an order, for an operator who wants to know why it came to that: what each expression gave, or why
 * it gave nothing. No more of roi_data is in it than may be shown. Keeping it must never cost an order: what goes wrong in
 * here is left out. For one thread at a time.
 */
public final class Trace {
    private static final int MAX_TEXT = 100;

    /** Most orders have so many: id, amount, when and consent. */
    private static final int FEW = 4;

    /** A roi_data that begins in what is shown ends before that, however it is escaped. */
    private static final int MAX_LOOKED = 2000;

    private final List<Value> values = new ArrayList<>(FEW); // as they were read, to be masked for those who look
    private String whole = "";
    private String place = "";
    private boolean hasProblem;

    /**
     * What came of one setting.
     *
     * @param setting its name
     * @param text the value or the problem, on one line, cut
     * @param isProblem whether it is why there is no value
     */
    public record Value(String setting, String text, boolean isProblem) {}

    /** Such as {@code echo3-61… in the cookie}; empty if none was found. */
    public String roiData() {
        return whole.isEmpty() ? "" : RoiInsert.abbreviate(whole) + " in the " + place;
    }

    /** Whether one was found, and has come from an earlier page: by the cookie, in a form, or however an expression has it. */
    public boolean hasComeAlong() {
        return !whole.isEmpty() && !place.equals(RoiDataFinder.LINK);
    }

    /** In the order in which they were asked for, which ends where it was decided. */
    public List<Value> values() {
        List<Value> shown = new ArrayList<>();
        UnaryOperator<String> mask = RoiDataMask.of(whole);
        for (Value value : values) {
            String text = OneLine.of(mask.apply(value.text()), MAX_TEXT);
            shown.add(new Value(value.setting(), text, value.isProblem()));
        }
        return shown;
    }

    /** Whether one of the values is a problem. */
    public boolean hasProblem() {
        return hasProblem;
    }

    /** There is a click. */
    void found(String value, String where) {
        whole = value;
        place = where;
    }

    void value(String setting, String text) {
        add(setting, text, false);
    }

    void problem(String setting, String reason) {
        add(setting, reason, true);
    }

    private void add(String setting, String text, boolean isProblem) {
        try {
            hasProblem |= isProblem;
            values.add(
                    new Value(setting, text.length() > MAX_LOOKED ? text.substring(0, MAX_LOOKED) : text, isProblem));
        } catch (Throwable e) {
            // There is no memory for it.
        }
    }
}
