package io.roifilter.text;

import java.util.function.Predicate;

/**
 * What can be told of something that foreign code threw, whose class is foreign, too: its methods may throw anything,
 * return null, form circles or recurse without end. Nothing comes out of the methods here, and all that they return is
 * one short line.
 */
public final class Thrown {
    private static final int MAX_CAUSES = 20;
    private static final int MAX_NAME = 200;

    /** Far more than is ever shown, and little enough to be searched. */
    private static final int MAX_WORDS = 10_000;

    private Thrown() {}

    /** The innermost cause, as far as it can be found. */
    public static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        try {
            // Bounded, because causes may form a circle.
            for (int i = 0; i < MAX_CAUSES; i++) {
                Throwable cause = root.getCause();
                if (cause == null) {
                    return root;
                }
                root = cause;
            }
        } catch (Throwable e) {
            // Then the way ends here.
        }
        return root;
    }

    /** The type of the innermost cause and the line of code, none of its words. */
    public static String typeAndPlace(Throwable thrown) {
        Throwable root = root(thrown);
        return OneLine.of(root.getClass().getName() + place(root), 2 * MAX_NAME);
    }

    /** What the innermost cause says, {@linkplain Mask masked} and shortened; empty if it says nothing or cannot say it. */
    public static String words(Throwable thrown) {
        try {
            String message = root(thrown).getMessage();
            return message == null ? "" : Mask.of(message.substring(0, Math.min(message.length(), MAX_WORDS)));
        } catch (Throwable e) {
            // It may compute its message, and fail at that.
            return "";
        }
    }

    /** Whether it came of there being no memory at that moment, so that another attempt is worth it. */
    public static boolean isOutOfMemory(Throwable thrown) {
        return any(thrown, OutOfMemoryError.class::isInstance);
    }

    /** Whether something is true of it or of any of its causes, as far as they can be found. */
    public static boolean any(Throwable thrown, Predicate<Throwable> property) {
        try {
            Throwable at = thrown;
            for (int i = 0; i < MAX_CAUSES && at != null; i++) {
                if (property.test(at)) {
                    return true;
                }
                at = at.getCause();
            }
        } catch (Throwable e) {
            // Then the way ends here.
        }
        return false;
    }

    private static String place(Throwable root) {
        try {
            StackTraceElement[] trace = root.getStackTrace();
            return trace.length == 0 ? "" : " at " + trace[0];
        } catch (Throwable e) {
            return "";
        }
    }
}
