package io.roifilter.click;

import io.roifilter.api.RoiInsert;
import io.roifilter.text.Mask;
import java.util.function.UnaryOperator;

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
        return Mask.value(words.replace(RoiCookie.encode(roiData), abbreviated), roiData, Mask.SHOWN);
    }
}
