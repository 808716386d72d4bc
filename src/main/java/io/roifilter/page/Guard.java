package io.roifilter.page;

/** What must hold so that a piece of code runs: a condition, or that its function is called; and what is around. */
final class Guard {
    private final Guard outer;
    private final Value condition;
    private final boolean wanted;
    private final Reach reach;
    private final Guard function;

    private Guard(Guard outer, Value condition, boolean wanted, Reach reach) {
        this.outer = outer;
        this.condition = condition;
        this.wanted = wanted;
        this.reach = reach;
        function = reach != null ? this : outer == null ? null : outer.function;
    }

    static Guard when(Guard outer, Value condition, boolean wanted) {
        return new Guard(outer, condition, wanted, null);
    }

    static Guard in(Guard outer, Reach reach) {
        return new Guard(outer, null, true, reach);
    }

    /** In the function that this is in. */
    static Guard never(Guard outer) {
        return when(outer == null ? null : outer.function, Value.NO, true);
    }

    /** Null at the outside. */
    Guard outer() {
        return outer;
    }

    /** Null if it is that of a function. */
    Value condition() {
        return condition;
    }

    /** What the condition must be. */
    boolean wanted() {
        return wanted;
    }

    /** Null if it is a condition. */
    Reach reach() {
        return reach;
    }

    /** That of the innermost function around, or null. */
    Guard function() {
        return function;
    }
}
