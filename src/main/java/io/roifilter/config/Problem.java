package io.roifilter.config;

import io.roifilter.text.LogGuard;
import java.util.Objects;

/**
 * One thing that is wrong with the settings. Its text form is one line for logs. Immutable.
 *
 * @param setting the name as given, such as {@code batchSize}
 * @param given the value as given; {@code …} for a secret; empty if there is none, or if it is not to be shown
 * @param allowed what is allowed instead, to follow a colon, such as "must be a whole number from 1 to 200"
 * @param source where the value came from, such as "context-param roi.batchSize"; empty if it was not given
 */
public record Problem(String setting, String given, String allowed, String source) {
    private static final int MAX_GIVEN = 200;

    /** @throws NullPointerException if anything is missing */
    public Problem {
        Objects.requireNonNull(setting, "setting");
        Objects.requireNonNull(given, "given");
        Objects.requireNonNull(allowed, "allowed");
        Objects.requireNonNull(source, "source");
    }

    /**
     * Written out, because until Java 19 the JDK keeps the generated one of a record (asTypeCache of MethodHandle), and
     * with it the class loader of an application that has gone.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Problem that
                && setting.equals(that.setting)
                && given.equals(that.given)
                && allowed.equals(that.allowed)
                && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(setting, given, allowed, source);
    }

    /** Such as {@code batchSize = "500" (context-param roi.batchSize): must be a whole number from 1 to 200}. */
    @Override
    public String toString() {
        String line = setting
                + (given.isEmpty() ? "" : " = \"" + abbreviate(given) + '"')
                + (source.isEmpty() ? "" : " (" + source + ')')
                + ": "
                + allowed;
        return LogGuard.oneLine(line);
    }

    private static String abbreviate(String text) {
        return text.length() <= MAX_GIVEN ? text : text.substring(0, MAX_GIVEN) + "…";
    }
}
