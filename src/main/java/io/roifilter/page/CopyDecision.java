package io.roifilter.page;

import io.roifilter.page.CopiedText.None;
import io.roifilter.page.CopiedText.Why;
import io.roifilter.text.OneLine;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** Whether an answer is worth a copy, as far as status and headers tell. */
final class CopyDecision {
    private static final int FIRST_REDIRECT = 300;

    private CopyDecision() {}

    /**
     * @param redirect whether the application has redirected
     * @param error whether it has sent an error
     */
    static Optional<None> refusal(HttpServletResponse response, boolean redirect, boolean error) {
        int status = response.getStatus();
        if (error || status >= HttpServletResponse.SC_BAD_REQUEST) {
            return none(Why.ERROR);
        }
        if (redirect || status >= FIRST_REDIRECT && status != HttpServletResponse.SC_NOT_MODIFIED) {
            return none(Why.REDIRECT);
        }
        if (isBodiless(status)) {
            return none(Why.NO_BODY);
        }
        if (status == HttpServletResponse.SC_PARTIAL_CONTENT) {
            return none(Why.PARTIAL);
        }
        if (!CopyTypes.isText(response.getContentType())) {
            return Optional.of(new None(Why.NO_TEXT, OneLine.of(response.getContentType(), 100)));
        }
        return CopyTypes.isDownload(response.getHeader("Content-Disposition")) ? none(Why.DOWNLOAD) : Optional.empty();
    }

    /** RFC 9110, section 6.4.1; after 101 it is another protocol. */
    private static boolean isBodiless(int status) {
        return status < HttpServletResponse.SC_OK
                || status == HttpServletResponse.SC_NO_CONTENT
                || status == HttpServletResponse.SC_RESET_CONTENT
                || status == HttpServletResponse.SC_NOT_MODIFIED;
    }

    private static Optional<None> none(Why why) {
        return Optional.of(new None(why, ""));
    }
}
