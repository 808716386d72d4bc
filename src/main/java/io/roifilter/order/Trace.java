package io.roifilter.order;

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

    /** A roi_data that begins in what is shown ends before that, however it is escaped. */
    private static final int MAX_LOOKED = 2000;

    private final List<Value> values = new ArrayList<>();
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private String roiData = "";
    private boolean inLink;

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
        return roiData;
    }

    /** Whether one was found, and has come from an earlier page: by the cookie, in a form, or however an expression has it. */
    public boolean hasComeAlong() {
        return !roiData.isEmpty() && !inLink;
    }

    /** In the order in which they were asked for, which ends where it was decided. */
    public List<Value> values() {
        return List.copyOf(values);
    }

    /** There is a click. */
    void found(String value, String abbreviated, String place) {
        try {
            mask = RoiDataMask.of(value);
            roiData = abbreviated + " in the " + place;
            inLink = place.equals(RoiDataFinder.LINK);
        } catch (Throwable e) {
            // There is no memory for it.
        }
    }

    void value(String setting, String text) {
        add(setting, text, false);
    }

    void problem(String setting, String reason) {
        add(setting, reason, true);
    }

    private void add(String setting, String text, boolean isProblem) {
        try {
            String looked = text.length() > MAX_LOOKED ? text.substring(0, MAX_LOOKED) : text;
            values.add(new Value(setting, OneLine.of(mask.apply(looked), MAX_TEXT), isProblem));
        } catch (Throwable e) {
            // There is no memory for it.
        }
    }
}
