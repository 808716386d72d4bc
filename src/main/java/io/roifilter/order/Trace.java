package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.click.RoiDataMask;
import io.roifilter.text.Mask;
import io.roifilter.text.OneLine;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read on the way to an order, for an operator who wants to know why it came to that: what each expression gave, or why
 * it gave nothing. No more of roi_data is in it than may be shown. Keeping it must never cost an order: what goes wrong in
 * here is left out. For one thread at a time.
 */
public final class Trace {
    private static final int MAX_TEXT = 100;

    /** A roi_data that is no shorter does not fit into so much as it stands in our cookie. */
    private static final int MAX_FREE = 23;

    private static final int PART = 6;

    /** Most orders have so many: id, amount, when and consent. */
    private static final int FEW = 4;

    /** A roi_data that begins in what is shown ends before that, however it is escaped. */
    private static final int MAX_LOOKED = 2000;

    private final List<Value> values = new ArrayList<>(FEW); // as they were read, to be masked for those who look
    private String roiData = ""; // as much of it as is known here
    private boolean isForgotten;
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
        return roiData.isEmpty() ? "" : (isForgotten ? roiData : RoiInsert.abbreviate(roiData)) + " in the " + place;
    }

    /** Whether one was found, and has come from an earlier page: by the cookie, in a form, or however an expression has it. */
    public boolean hasComeAlong() {
        return !roiData.isEmpty() && !place.equals(RoiDataFinder.LINK);
    }

    /** In the order in which they were asked for, which ends where it was decided. */
    public List<Value> values() {
        List<Value> shown = new ArrayList<>();
        for (Value value : values) {
            String text = OneLine.of(masked(value.text()), MAX_TEXT);
            shown.add(new Value(value.setting(), text, value.isProblem()));
        }
        return shown;
    }

    /** To be called when it is kept for longer than the visit takes. */
    public void forgetRoiData() {
        if (!isForgotten) {
            for (int i = 0; i < values.size(); i++) {
                Value value = values.get(i);
                String masked = masked(value.text());
                if (!masked.equals(value.text())) {
                    values.set(i, new Value(value.setting(), masked, value.isProblem()));
                }
            }
            roiData = roiData.isEmpty() ? "" : RoiInsert.abbreviate(roiData);
            isForgotten = true;
        }
    }

    private String masked(String text) {
        return isForgotten || isFree(text) ? text : RoiDataMask.of(roiData).apply(text);
    }

    /** Whether it is plain to see that nothing is to be masked in it, as in most order ids and amounts: masking takes its time. */
    private boolean isFree(String text) {
        if (text.length() <= Mask.SHOWN || roiData.isEmpty()) {
            return true;
        }
        if (text.length() > MAX_FREE || roiData.length() < MAX_FREE) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '.')) {
                return false;
            }
        }
        for (int i = 0; i <= text.length() - PART; i++) {
            for (int j = 0; j <= roiData.length() - PART; j++) {
                if (text.regionMatches(true, i, roiData, j, PART)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether one of the values is a problem. */
    public boolean hasProblem() {
        return hasProblem;
    }

    /** There is a click. */
    void found(String value, String where) {
        roiData = value;
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
