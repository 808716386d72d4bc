package io.roifilter.admin;

/** Words of a command, for a POSIX shell. */
final class ShellText {
    private ShellText() {}

    /** In single quotes, where nothing but those has a meaning. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
