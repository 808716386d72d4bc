package io.roifilter.text;

import java.lang.System.Logger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A logger in whose entries nothing can be taken for what it is not, whoever wrote it: order ids, an endpoint's words,
 * messages of exceptions. What follows a line break is indented, so that it is no entry of its own; other control
 * characters, such as those that move a terminal's cursor, are blanks; and the {@linkplain #UNSTORED mark} of a line with
 * a whole order is broken. Contacts and secrets that others show, as drivers of databases do in messages about statements
 * that failed, are {@linkplain Mask masked}. Its methods never throw, whatever a handler of the server's log does, and what
 * comes when the log is gone goes to {@link LastLog}. Thread-safe.
 */
public final class LogGuard implements Logger {
    /** Marks the log line of every order that the store could not take, and nothing else. */
    public static final String UNSTORED = "UNSTORED-ORDER";

    private static final String BROKEN = "UNSTORED ORDER";
    private static final Pattern HARMLESS = Pattern.compile("[ -~]*");

    /** Our own lists go on with a hyphen; no log begins an entry like that. */
    private static final Pattern LINE_BREAK = Pattern.compile("(?>\\R)(?![ \\t]|- )");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\r\\n\\t]]");

    private final Logger logger;

    private LogGuard(Logger logger) {
        this.logger = logger;
    }

    /** The guarded logger of this name. */
    public static Logger of(String name) {
        return new LogGuard(System.getLogger(name));
    }

    /** Foreign text for one line: without line breaks and control characters, without the mark, and {@linkplain Mask masked}. */
    public static String oneLine(String text) {
        if (isHarmless(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(LogGuard::printable).forEach(line::appendCodePoint);
        return withoutMark(Mask.of(line.toString()));
    }

    /** A blank for what breaks a line or steers a terminal, a question mark for what cannot be seen or is half a character. */
    public static int printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '?';
            default -> codePoint;
        };
    }

    @Override
    public String getName() {
        return logger.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        try {
            return logger.isLoggable(level);
        } catch (Throwable e) {
            return false; // a filter of the server's log, which is no business of whoever has something to say
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
        try {
            String lines = lines(text);
            Throwable guarded = guarded(thrown);
            logger.log(level, bundle, lines, guarded);
            LastLog.other(logger, level, lines, guarded);
        } catch (Throwable e) {
            // A handler of the server's log, or no memory: there is nobody left to tell.
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        try {
            String lines = lines(format);
            logger.log(level, bundle, lines, parameters);
            LastLog.other(logger, level, lines, null);
        } catch (Throwable e) {
            // As above.
        }
    }

    /** The text as it may stand in an entry. */
    public static String lines(String text) {
        if (text == null || isHarmless(text)) {
            return text;
        }
        String indented = LINE_BREAK.matcher(Mask.of(text)).replaceAll("$0  ");
        return withoutMark(CONTROL.matcher(indented).replaceAll(" "));
    }

    private static boolean isHarmless(String text) {
        return HARMLESS.matcher(text).matches() && !text.contains(UNSTORED) && !Mask.appliesTo(text);
    }

    private static String withoutMark(String text) {
        return text.replace(UNSTORED, BROKEN);
    }

    /** The same if nothing in it needs a guard, as its class is worth keeping; may be null. */
    public static Throwable guarded(Throwable thrown) {
        return guarded(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Throwable guarded(Throwable thrown, Set<Throwable> above) {
        if (thrown == null || isGuarded(thrown, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return thrown;
        }
        Guarded guarded = new Guarded(said(thrown));
        above.add(thrown);
        try {
            guarded.setStackTrace(thrown.getStackTrace());
            if (above.add(thrown.getCause())) {
                guarded.initCause(guarded(thrown.getCause(), above));
            }
            for (Throwable suppressed : thrown.getSuppressed()) {
                if (above.add(suppressed)) {
                    guarded.addSuppressed(guarded(suppressed, above));
                }
            }
        } catch (Throwable e) {
            // An exception may be code of the shop's, which throws anything; then this much is what there is to say.
        }
        return guarded;
    }

    private static boolean isGuarded(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return true;
        }
        try {
            String text = thrown.toString();
            boolean guarded = text.equals(lines(text)) && isGuarded(thrown.getCause(), seen);
            for (Throwable suppressed : thrown.getSuppressed()) {
                guarded = guarded && isGuarded(suppressed, seen);
            }
            return guarded;
        } catch (Throwable e) { // it may be code of the shop's
            return false;
        }
    }

    private static String said(Throwable thrown) {
        try {
            return lines(thrown.toString());
        } catch (Throwable e) { // it may be code of the shop's
            return thrown.getClass().getName() + ", which cannot say more";
        }
    }

    /** Stands for an exception whose text could be taken for something else. */
    private static final class Guarded extends Throwable {
        private static final long serialVersionUID = 1;

        private Guarded(String text) {
            super(text);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
