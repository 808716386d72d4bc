package io.roifilter.setup;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of an answered request: those that may be kept, and what must not be found in anything that is. For one thread. */
final class Typed {
    private static final int MAX_PARAMETERS = 100;

    /** What is shorter stands on every page for other reasons. */
    private static final int MIN_SECRET = 4;

    private final Map<String, String> kept = new LinkedHashMap<>();
    private final List<String> secrets = new ArrayList<>();

    private Typed() {}

    static Typed in(HttpServletRequest request) {
        Typed typed = new Typed();
        try {
            request.getParameterMap().forEach(typed::add);
        } catch (Throwable e) {
            // The container throws at the body, and the application has got along without.
        }
        return typed;
    }

    /** The first value of each. */
    Map<String, String> kept() {
        return kept;
    }

    /** A text without what is a secret. */
    String hiddenIn(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, "…");
        }
        return hidden;
    }

    private void add(String name, String[] values) {
        for (String value : values) {
            if (Confidential.isName(name) || Confidential.isCard(value)) {
                if (value.length() >= MIN_SECRET && secrets.size() < MAX_PARAMETERS) {
                    secrets.add(value);
                }
            } else if (kept.size() < MAX_PARAMETERS && value.length() <= ValueReader.MAX_TEXT) {
                kept.putIfAbsent(name, value);
            }
        }
    }
}
