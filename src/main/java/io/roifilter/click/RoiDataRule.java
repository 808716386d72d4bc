package io.roifilter.click;

import io.roifilter.api.RoiData;
import io.roifilter.api.RoiInsert;
import io.roifilter.click.ClickCounts.Outcome;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides what is taken as roi_data, mends what can be, and counts what is not as it should be. Thread-safe. */
final class RoiDataRule {
    private final String parameter;
    private final ClickCounts counts;

    /** @param parameter the name of the link's parameter */
    RoiDataRule(String parameter, ClickCounts counts) {
        this.parameter = parameter;
        this.counts = counts;
    }

    /** What stands in a cookie, a form or the deployment. */
    Optional<String> accept(String text) {
        return accept(text, () -> Mending.ofValue(text));
    }

    /**
     * What stands in a link. If that has one of the published shapes, or has it without the white space that wrapping left in
     * it, it is that; else what mending makes of it, if that has; else it is the text without white space, as platforms
     * differ. Nothing if it is blank, which is as good as absent, a placeholder, or not fit to be roi_data; these two are
     * counted.
     *
     * @param mended what comes of mending, empty if nothing does; asked for only if the text needs it
     */
    Optional<String> accept(String text, Supplier<Optional<String>> mended) {
        String joined = withoutWhiteSpace(text);
        if (RoiData.hasPublishedShape(joined)) {
            return joined.equals(text) ? Optional.of(joined) : counted(Outcome.MENDED, Optional.of(joined));
        }
        Optional<String> found = mended.get();
        if (found.isPresent()) {
            return counted(Outcome.MENDED, found);
        }
        if (joined.isEmpty()) {
            return Optional.empty();
        }
        if (joined.length() <= RoiInsert.MAX_ROI_DATA && Placeholder.is(joined, parameter)) {
            return counted(Outcome.UNFILLED, Optional.empty());
        }
        return RoiInsert.isRoiData(joined) ? Optional.of(joined) : ignore();
    }

    /** What was found by mending alone. */
    Optional<String> mended(Optional<String> found) {
        return found.isPresent() ? counted(Outcome.MENDED, found) : found;
    }

    /** Counts a value that is not even text. */
    Optional<String> ignore() {
        return counted(Outcome.IGNORED, Optional.empty());
    }

    private Optional<String> counted(Outcome outcome, Optional<String> found) {
        counts.add(outcome);
        return found;
    }

    private static String withoutWhiteSpace(String text) {
        StringBuilder joined = null; // while there is none
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isWhiteSpace(c)) {
                joined = joined == null ? new StringBuilder(text.length()).append(text, 0, i) : joined;
            } else if (joined != null) {
                joined.append(c);
            }
        }
        return joined == null ? text : joined.toString();
    }

    /** Whatever Java or Unicode calls a space, the no-break space of pasted text among them. */
    private static boolean isWhiteSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
