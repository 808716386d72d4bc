package io.roifilter.click;

import io.roifilter.api.RoiInsert;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Decides what is taken as roi_data, and counts what is not. Thread-safe. */
final class RoiDataRule {
    private final LongAdder ignored = new LongAdder();

    /**
     * The text without the white space that wrapping left in a link; nothing if the text is blank, which is as good as
     * absent, or not fit to be roi_data, which is counted.
     */
    Optional<String> accept(String text) {
        String mended = withoutWhiteSpace(text);
        if (mended.isEmpty()) {
            return Optional.empty();
        }
        return RoiInsert.isRoiData(mended) ? Optional.of(mended) : ignore();
    }

    /** Counts a value that is not even text. */
    Optional<String> ignore() {
        ignored.increment();
        return Optional.empty();
    }

    long ignored() {
        return ignored.sum();
    }

    private static String withoutWhiteSpace(String text) {
        if (text.chars().noneMatch(RoiDataRule::isWhiteSpace)) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        text.chars().filter(c -> !isWhiteSpace(c)).forEach(c -> mended.append((char) c));
        return mended.toString();
    }

    /** Whatever Java or Unicode calls a space, the no-break space of pasted text among them. */
    private static boolean isWhiteSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
