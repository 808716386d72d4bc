package io.roifilter.page;

/**
 * How much one page may cost: so many steps, each of which is a character looked at or something of the kind. Far more than
 * a large page takes.
 */
final class Work {
    static final int MAX_STEPS = 16 << 20;

    private int left;

    Work(int steps) {
        left = steps;
    }

    /** Whether there were so many left. */
    boolean spend(int steps) {
        left -= Math.min(left, steps);
        return left > 0;
    }

    boolean isSpent() {
        return left == 0;
    }

    int left() {
        return left;
    }
}
