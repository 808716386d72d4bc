package io.roifilter.page;

/**
 * What must hold so that a piece of code runs, innermost first.
 *
 * @param outer null at the outside
 * @param condition null if there is a {@code reach}
 * @param wanted what the condition must be
 * @param reach the function that it is in
 */
record Guard(Guard outer, Value condition, boolean wanted, Reach reach) {
    static Guard when(Guard outer, Value condition, boolean wanted) {
        return new Guard(outer, condition, wanted, null);
    }

    static Guard in(Guard outer, Reach reach) {
        return new Guard(outer, null, true, reach);
    }

    static Guard never() {
        return when(null, Value.NO, true);
    }
}
