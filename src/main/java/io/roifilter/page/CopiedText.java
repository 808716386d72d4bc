package io.roifilter.page;

/** What there is to read of an answer: its text, or why there is none. */
public sealed interface CopiedText {
    /** What an operator should hear of it; null if nothing. */
    Trouble trouble();

    /**
     * What an operator should hear of a page, once.
     *
     * @param kind nothing in it comes from a request or an answer
     * @param text one line
     */
    record Trouble(String kind, String text) {}

    /**
     * The text.
     *
     * @param text without a byte order mark; of a longer one the first half and the last, with a line break between them
     * @param isWhole whether nothing was left out
     */
    record Page(String text, boolean isWhole) implements CopiedText {
        private static final Trouble TOO_LONG = new Trouble(
                "a long page",
                "the page is longer than pageLimit: of it page.order gives nothing, and all else looks at the first half of"
                        + " that and the last");

        @Override
        public Trouble trouble() {
            return isWhole ? null : TOO_LONG;
        }
    }

    /**
     * No text.
     *
     * @param detail follows what {@code why} says; may be empty
     */
    record None(Why why, String detail) implements CopiedText {
        @Override
        public Trouble trouble() {
            return why.isTold
                    ? new Trouble("the page is not read: " + why, "the page is not read: " + why.text + detail)
                    : null;
        }
    }

    /** Why there is no text. */
    enum Why {
        /** No expression names the page. */
        NOT_ASKED("it is not copied", false),
        NO_BODY("it has no body", false),
        REDIRECT("it is a redirect", false),
        ERROR("it is an error", false),
        PARTIAL("it is a part of a resource", false),
        NO_TEXT("it is no text but ", false),
        DOWNLOAD("it is a file to be kept", false),
        TOO_LARGE("it is longer than pageLimit, and of JSON a part says nothing", true),
        /** Compressed by the application itself, which containers and proxies do better. */
        ENCODED("the application has encoded it: ", true),
        UNSEEN(
                "it was written to the container's own response after startAsync(), which is not seen; startAsync(request,"
                        + " response) is, and so is RoiInsertFilter mapped for ASYNC",
                true),
        FAILED("copying it failed, while the page went on: ", true);

        private final String text;
        private final boolean isTold;

        Why(String text, boolean isTold) {
            this.text = text;
            this.isTold = isTold;
        }
    }
}
