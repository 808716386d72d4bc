package io.roifilter.page;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The number of an order, as a page states it.
 *
 * @param text empty if there is none
 * @param problem in a few words, if there is something that is no number of an order
 */
record StatedId(Optional<String> text, Optional<String> problem) {
    static final StatedId NONE = new StatedId(Optional.empty(), Optional.empty());

    private static final int MAX_LENGTH = 255;

    /** What programs print for nothing. */
    private static final Pattern NOTHING = Pattern.compile(
            "(?i)|null|undefined|nan|none|nil|false|true|test|\\(?not set\\)?|n/?a|0[0.]*|-\\d+|\\[object object]"
                    + "|[^\\p{L}\\p{N}]*");
    /** What nobody filled in. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?i).*(?:\\{\\{|\\$\\{|#\\{|<%|<\\?|\\{%|%%|INSERT_|\\[%).*"
                    + "|\\[\\D*]|\\{\\D*}|<\\D*>|%\\D*%|__\\D*__|##?[a-z_ -]+##?|@\\D*@"
                    + "|(?:(?:your|my|the|unique|replace|insert|enter)[ _-]?)*(?:with[ _-]?)?(?:order|transaction)"
                    + "[ _-]?(?:id|no|num|number|ref|reference|code)?(?:[ _-]?(?:here|goes here))?");
    /** Copied from a documentation, they are the same for every customer. */
    private static final Set<String> DOCUMENTED =
            Set.of("T_12345", "T_12345_1", "T_12345_2", "T12345", "1234", "abc123", "ABC123");

    static StatedId of(Value value) {
        if (value instanceof Value.Unknown) {
            return wrong("is no literal");
        }
        String id = written(value);
        if (id == null || NOTHING.matcher(id).matches()) {
            return NONE;
        }
        if (id.length() > MAX_LENGTH) {
            return wrong("is too long");
        }
        return PLACEHOLDER.matcher(id.replaceAll("\\s+", " ")).matches()
                ? wrong("is a placeholder that nobody filled in")
                : new StatedId(Optional.of(id), Optional.empty());
    }

    /** Whether it is known from the documentation of a service. */
    static boolean isDocumented(String id) {
        return DOCUMENTED.contains(id);
    }

    private static String written(Value value) {
        if (value instanceof Value.Numeral numeral) {
            return numeral.written().matches("\\d{1,30}") ? numeral.written() : null;
        }
        return value instanceof Value.Text text ? text.text().strip() : null;
    }

    private static StatedId wrong(String problem) {
        return new StatedId(Optional.empty(), Optional.of(problem));
    }
}
