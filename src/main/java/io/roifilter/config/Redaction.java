package io.roifilter.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What logs may show of a value that was set, be it allowed or not. */
enum Redaction {
    /** All of it. */
    NONE {
        @Override
        String show(String text) {
            return text;
        }
    },
    /** Nothing of it. */
    SECRET {
        @Override
        String show(String text) {
            return HIDDEN;
        }
    },
    /** Neither a user's name and password nor a query, which could be a token. */
    ADDRESS {
        @Override
        String show(String text) {
            return text.replaceFirst("(?s)^.*@", HIDDEN + "@").replaceFirst("(?s)\\?.*", "?" + HIDDEN);
        }
    },
    /** Only the scheme of what is, or was meant as, a JDBC URL. */
    DATABASE {
        @Override
        String show(String text) {
            return OutboxLocation.of(text).map(OutboxLocation::toString).orElseGet(() -> {
                Matcher matcher = SCHEME.matcher(text);
                return matcher.matches() ? matcher.group(1) + HIDDEN : HIDDEN;
            });
        }
    };

    /** Stands for what is not shown. */
    static final String HIDDEN = "…";

    private static final Pattern SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9]*:).*");

    abstract String show(String text);
}
