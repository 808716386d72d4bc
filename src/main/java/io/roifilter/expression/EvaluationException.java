package io.roifilter.expression;

import io.roifilter.text.OneLine;
import io.roifilter.text.Thrown;
import java.util.function.UnaryOperator;

/**
 * An expression could not be evaluated, mostly because code of the shop threw.
 *
 * <p>The message names the expression, the type of the exception and the line of code, in one line that may go to a log.
 * It has none of the shop's own words, which may contain anything, roi_data too: see {@link #reason}. What was thrown is
 * looked at here and not kept as the cause: nobody else is to ask it anything, as its methods are the shop's, too.
 */
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_WORDS = 200;

    private final String words;
    private final boolean outOfMemory;
    private final boolean forgotten;

    EvaluationException(String message, Throwable thrown) {
        super(message, null, false, false);
        words = Thrown.words(thrown);
        outOfMemory = Thrown.isOutOfMemory(thrown);
        forgotten = false;
    }

    private EvaluationException(String message) {
        super(message, null, false, false);
        words = "";
        outOfMemory = false;
        forgotten = true;
    }

    /** What was remembered of an earlier page is not there. */
    static EvaluationException forgotten(String what, String why) {
        return new EvaluationException(OneLine.of(what, MAX_WORDS) + ": " + why);
    }

    /**
     * Takes the place of whatever code of the shop or the container threw: an {@link OutOfMemoryError}, an endless
     * recursion or the stopping of the thread, too. The page has been made without it, so that it spoils one report and
     * nothing else; thrown on, it would spoil the page.
     */
    public static EvaluationException of(String what, Throwable thrown) {
        return new EvaluationException(OneLine.of(what, MAX_WORDS) + ": " + Thrown.typeAndPlace(thrown), thrown);
    }

    /**
     * The message and the shop's own words, shortened, in one line that may go to a log.
     *
     * @param mask takes out of any words what must not be in a log
     */
    public String reason(UnaryOperator<String> mask) {
        String message = mask.apply(getMessage());
        if (words.isEmpty() || getMessage().contains(words)) {
            return message;
        }
        return message + ": " + OneLine.of(mask.apply(words), MAX_WORDS);
    }

    /** Whether nothing was thrown, but what was remembered of an earlier page is not there. */
    public boolean isForgotten() {
        return forgotten;
    }

    /** Whether there was no memory at that moment, so that another attempt is worth it. */
    public boolean isOutOfMemory() {
        return outOfMemory;
    }
}
