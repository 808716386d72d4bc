package io.roifilter.admin;

import io.roifilter.text.LogGuard;
import java.io.PrintStream;

/** What was found, one line each: {@code ok}, or {@code WRONG} and what to do, or a hyphen before what was not tried. */
final class DoctorReport {
    private final PrintStream out;
    private int wrong;

    DoctorReport(PrintStream out) {
        this.out = out;
    }

    void ok(String text) {
        line("ok   ", text);
    }

    /** @param text names what is wrong, and what to do */
    void wrong(String text) {
        wrong++;
        line("WRONG", text);
    }

    /** @param text says what was not looked at, and what it would take */
    void skipped(String text) {
        line("-    ", text);
    }

    /** How much is wrong. */
    int wrong() {
        return wrong;
    }

    private void line(String kind, String text) {
        out.println(kind + " " + LogGuard.oneLine(text));
    }
}
