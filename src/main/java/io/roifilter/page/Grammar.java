package io.roifilter.page;

/** The parts of JavaScript that contain each other. Each takes what stands at the cursor. */
interface Grammar {
    /** With commas in it. */
    Value expression() throws BrokenScript;

    /** Up to a comma. */
    Value assignment() throws BrokenScript;

    /** What may be assigned to or called: a literal, a name, members, calls. */
    Value operand() throws BrokenScript;

    /** Statements in braces. */
    void block() throws BrokenScript;
}
