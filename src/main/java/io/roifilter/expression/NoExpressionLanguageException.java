package io.roifilter.expression;

import io.roifilter.text.OneLine;

/** The container has no Jakarta Expression Language, or one of another age; the message is one line for an operator. */
final class NoExpressionLanguageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoExpressionLanguageException(Throwable seen) {
        super(
                "no Jakarta Expression Language in this container (" + OneLine.of(seen.toString(), 200)
                        + "): use the -all.jar of roi-filter, which brings its own",
                seen);
    }
}
