package io.roifilter.order;

import io.roifilter.api.RoiInsert;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * An expression could not be evaluated, mostly because code of the shop threw; the cause is what it threw.
 *
 * <p>The message names the expression, the type of the exception and the line of code, in one line that may go to a log.
 * It has none of the shop's own words, which may contain anything, roi_data too: see {@link #reason}.
 */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_WORDS = 200;
    private static final int MAX_CAUSES = 20;

    EvaluationException(String message, Throwable thrown) {
        super(message, thrown);
    }

    /**
     * Wraps what code of the shop threw, an {@link Error} too: a missing class, a failed assertion or an endless
     * recursion spoils one report and nothing else. Thrown on at once are only errors of the virtual machine, such as
     * {@link OutOfMemoryError}, and the stopping of the thread: there the whole server is in danger, and hiding that
     * would harm the shop more than passing it on.
     */
    static EvaluationException of(String what, Throwable thrown) {
        if (thrown instanceof Error error && !isHarmless(error)) {
            throw error;
        }
        Throwable root = root(thrown);
        return new EvaluationException(
                OneLine.of(what, MAX_WORDS) + ": " + root.getClass().getName() + place(root), thrown);
    }

    /**
     * The message and the shop's own words, shortened, in one line that may go to a log: this roi_data is abbreviated
     * in it, as it is, as it stands in a link and as it stands in our cookie.
     */
    public String reason(String roiData) {
        String words = words(root(getCause()));
        if (words.isEmpty() || getMessage().contains(words)) {
            return getMessage();
        }
        return getMessage() + ": " + OneLine.of(masked(words, roiData), MAX_WORDS);
    }

    static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        // Bounded, because causes may form a circle.
        for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean isHarmless(Error error) {
        // ThreadDeath by its name, because it is about to leave the JDK.
        return error instanceof StackOverflowError
                || !(error instanceof VirtualMachineError
                        || error.getClass().getName().equals("java.lang.ThreadDeath"));
    }

    private static String place(Throwable root) {
        StackTraceElement[] trace = root.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static String words(Throwable root) {
        try {
            String message = root.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException e) {
            // The shop's exception may compute its message, and fail at that.
            return "";
        }
    }

    private static String masked(String words, String roiData) {
        if (roiData.isEmpty()) {
            return words;
        }
        String abbreviated = RoiInsert.abbreviate(roiData);
        return words.replace(roiData, abbreviated)
                .replace(URLEncoder.encode(roiData, StandardCharsets.UTF_8), abbreviated)
                .replace(RoiCookie.encode(roiData), abbreviated);
    }
}
