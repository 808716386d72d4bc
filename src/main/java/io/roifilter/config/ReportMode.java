package io.roifilter.config;

import java.util.Arrays;
import java.util.Optional;

/** What a filter does with the order of a page. */
public enum ReportMode {
    /** It reports it. */
    NOW("now"),
    /** It leaves what it can read in the visitor's session, for the page that confirms the order, and reports nothing. */
    REMEMBER("remember");

    private final String text;

    ReportMode(String text) {
        this.text = text;
    }

    static Optional<ReportMode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text.equals(text)).findFirst();
    }

    /** Whether an init-param of that name and this value says so; null if there is none. */
    public static boolean isRemember(String initParam) {
        return initParam != null && of(initParam.strip()).orElse(NOW) == REMEMBER;
    }

    /** As users type it. */
    @Override
    public String toString() {
        return text;
    }
}
