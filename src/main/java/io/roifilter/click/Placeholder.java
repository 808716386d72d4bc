package io.roifilter.click;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognises what stands in a link whose template was never filled in, such as {@code {{roi_data}}} and {@code *|ROI|*}. */
final class Placeholder {
    /** What programs write where there is no value, less the quotes and brackets that some put around it. */
    private static final Set<String> NOTHING =
            Set.of("null", "undefined", "none", "nil", "nan", "objectobject", "na", "notset");

    /** The name in an example that was copied, such as {@code YOUR_ROI_DATA_HERE}: values have digits. */
    private static final Pattern EXAMPLE = Pattern.compile("\\D*");

    /** Signs of templates that are in no value, wherever they stand: part of it may have been filled in. */
    private static final Pattern SIGN = Pattern.compile(
            "\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}|\\$\\{|#\\{|@\\{|\\{\\$|\\{!|\\$\\(|\\$\\[|%%|<%|%>|<\\?|\\?>|\\[\\[|\\]\\]|\\[%|%\\]|\\*\\||\\|\\*|@@|##|\\$\\$|~~");

    /** A name between signs that some template language or other has around names. */
    private static final Pattern NAME_IN_SIGNS = Pattern.compile(
            "[\\[\\]{}<>%$#@|*~!^\\\\\u00ab\u00bb]{1,3}[A-Za-z_][A-Za-z0-9_.:|-]*[\\[\\]{}<>%$#@|*~!^\\\\\u00ab\u00bb]{1,3}"
                    + "|[$@]!?[A-Za-z_][A-Za-z0-9_.]*");

    private Placeholder() {}

    /**
     * Tells whether a value is one. Values of the published shapes are none.
     *
     * @param value without white space
     * @param parameter the name of the link's parameter, which most people call the placeholder, too
     */
    static boolean is(String value, String parameter) {
        return isOne(value, parameter) || isOne(Undo.escapes(value), parameter);
    }

    private static boolean isOne(String value, String parameter) {
        return saysNothing(value)
                || SIGN.matcher(value).find()
                || NAME_IN_SIGNS.matcher(value).matches()
                || isName(value, parameter);
    }

    /** Nothing but punctuation is what is left of a template that has been filled in with nothing. */
    private static boolean saysNothing(String value) {
        String letters = letters(value);
        boolean punctuation = value.length() > 1 && value.chars().allMatch(c -> c < 0x80) || value.equals("-");
        return letters.isEmpty() ? punctuation : NOTHING.contains(letters);
    }

    /** However it is written: {@code ROI-DATA}, {@code __roiData__}, {@code (roi data)}. */
    private static boolean isName(String value, String parameter) {
        String letters = letters(value);
        return letters.equals("roi")
                || letters.equals(letters(parameter))
                || letters.contains("roidata") && EXAMPLE.matcher(value).matches();
    }

    private static String letters(String text) {
        return text.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
