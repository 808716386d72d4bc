package io.roifilter.click;

import io.roifilter.api.RoiInsert;
import io.roifilter.text.Mask;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes one roi_data out of the words of others, so that they may go to a log. */
public final class RoiDataMask {
    private RoiDataMask() {}

    /**
     * Abbreviates this roi_data, as it is, as it stands in a link and as it stands in our cookie.
     *
     * @param roiData if empty, there is nothing to hide
     */
    public static UnaryOperator<String> of(String roiData) {
        return roiData.isEmpty() ? UnaryOperator.identity() : words -> masked(words, roiData);
    }

    private static String masked(String words, String roiData) {
        String abbreviated = RoiInsert.abbreviate(roiData);
        String cookie = KeptClick.ANY_BEFORE + Pattern.quote(KeptClick.encode(roiData));
        return Mask.value(words.replaceAll(cookie, Matcher.quoteReplacement(abbreviated)), roiData, Mask.SHOWN);
    }
}
