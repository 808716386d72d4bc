package io.roifilter.setup;

/**
 * A value that is what the operator saw, and how to read it. Never compared.
 *
 * @param expression that gives it, as a setting has it
 * @param source where it is read
 * @param owner what it is a part of, such as {@code order} of <code>${order.id}</code>; empty if of nothing
 * @param currency the expression that gives the currency beside an amount; empty if there is none
 * @param worth among others, the highest is the best
 * @param note what an operator should know of it; empty if nothing
 */
record Candidate(String expression, Source source, String owner, String currency, int worth, String note) {
    /** See {@link ElPath#hasElement}. */
    boolean isOfList() {
        return ElPath.hasElement(expression);
    }

    /** What the owner is a part of, or the owner itself. */
    String root() {
        return owner.replaceFirst("[.\\[].*", "");
    }
}
