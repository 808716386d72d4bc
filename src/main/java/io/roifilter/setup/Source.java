package io.roifilter.setup;

/** Where a value can be read, the best first, and why it is as good as that. */
enum Source {
    REQUEST(
            80,
            "an attribute of the request",
            "The page itself is made from it, so that it goes with the order whatever the page looks like."),
    SESSION(
            70,
            "an attribute of the session",
            "It is the shop's own, but stays for later pages of the same visitor, which may find an order there that is"
                    + " not theirs."),
    JSON(60, "the JSON that the shop answers", "It is the shop's own word to its programs, and seldom changes."),
    PARAMETER(
            50,
            "a parameter of the request",
            "It comes from the browser, where a visitor may change it, and need not be what was ordered in the end."),
    ADDRESS(
            46,
            "the address of the page",
            "It is there as long as the address is made so; whoever types another address there has another order's."),
    PAGE(
            40,
            "the page",
            "It depends on how the page is written: change the setting together with the page. The visitor gets the page"
                    + " some microseconds later, as it is copied while it passes.");

    private final int worth;
    private final String text;
    private final String why;

    Source(int worth, String text, String why) {
        this.worth = worth;
        this.text = text;
        this.why = why;
    }

    int worth() {
        return worth;
    }

    String text() {
        return text;
    }

    String why() {
        return why;
    }
}
