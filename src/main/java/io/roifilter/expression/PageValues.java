package io.roifilter.expression;

import io.roifilter.page.AnswerCopy;
import io.roifilter.page.CopiedText;
import java.util.Collections;
import java.util.Map;

/**
 * The answer of the application, which expressions know as {@code page}. Public for the Expression Language, which calls
 * methods of public classes alone.
 */
public final class PageValues {
    private final AnswerCopy answer;

    PageValues(AnswerCopy answer) {
        this.answer = answer;
    }

    /** The status, such as 201. */
    public int getStatus() {
        return answer.status();
    }

    /** The headers by name; of several alike the first. */
    public Map<String, String> getHeader() {
        return new NamedValues<>(() -> Collections.enumeration(answer.headerNames()), answer::header);
    }

    /** The text of the answer; empty if there is none. */
    @Override
    public String toString() {
        return answer.text() instanceof CopiedText.Page page ? page.text() : "";
    }
}
