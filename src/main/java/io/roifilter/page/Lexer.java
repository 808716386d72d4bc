package io.roifilter.page;

import java.util.Arrays;

/**
 * Takes JavaScript or JSON apart, one token at a time, in one pass. What is text, a regular expression or a comment is told
 * apart exactly as a browser does, with the parser's help where only it can know: {@link #regularExpression} and
 * {@link #templateGoesOn}. What a browser could not take apart, such as a string that goes over the end of a line, ends it.
 */
final class Lexer {
    enum Dialect {
        SCRIPT,
        /** Without comments of HTML. */
        MODULE,
        JSON
    }

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        TEMPLATE,
        SIGN,
        END
    }

    /** By their first character, the longer before the shorter. */
    private static final String[][] SIGNS = new String[128][0];

    static {
        String all =
                ">>>= ... === !== **= <<= >>= >>> &&= ||= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |="
                        + " ^= << >> ** { } ( ) [ ] ; , < > + - * / % & | ^ ! ~ ? : = . @";
        for (String sign : all.split(" ")) {
            String[] before = SIGNS[sign.charAt(0)];
            String[] with = Arrays.copyOf(before, before.length + 1);
            with[before.length] = sign.intern();
            SIGNS[sign.charAt(0)] = with;
        }
    }

    private static final int MAX_HEX = 6;

    private final String source;
    private final int end;
    private final Dialect dialect;
    private final Work work;
    private int at;
    private Kind kind = Kind.END;
    private int start;
    private String text = "";
    private boolean afterLineBreak = true;
    private boolean opensSubstitution;

    /** Of this part of the page. */
    Lexer(String page, int from, int to, Dialect dialect, Work work) {
        source = page;
        at = from;
        end = to;
        this.dialect = dialect;
        this.work = work;
    }

    Kind kind() {
        return kind;
    }

    /** The sign, the name, the digits of a number, or what a text says. */
    String text() {
        return text;
    }

    /** Where in the page it begins. */
    int start() {
        return start;
    }

    boolean isAfterLineBreak() {
        return afterLineBreak;
    }

    /** Whether a template goes on with an expression, at the end of which is {@link #templateGoesOn}. */
    boolean opensSubstitution() {
        return opensSubstitution;
    }

    /** Whether this stands behind the token, with no more than space between. */
    boolean isBefore(String sign) {
        int next = behindSpace();
        return next + sign.length() <= end && source.startsWith(sign, next);
    }

    /** Whether a name or a word does. */
    boolean isBeforeName() {
        int next = behindSpace();
        return next < end && Letters.isNameStart(source.charAt(next));
    }

    void next() throws BrokenScript {
        int before = at;
        afterLineBreak = kind == Kind.END;
        skipBlank();
        start = at;
        if (at >= end) {
            kind = Kind.END;
            text = "";
        } else {
            token(source.charAt(at));
        }
        if (!work.spend(at - before + 1)) {
            throw new BrokenScript("the page is too much work");
        }
    }

    /** Where the parser expects something and finds {@code /} or {@code /=}. */
    void regularExpression() throws BrokenScript {
        boolean inClass = false;
        at = start + 1;
        while (inClass || peek(0) != '/') {
            char c = peek(0);
            at += c == '\\' ? 1 : 0;
            if (at >= end || Letters.isLineBreak(peek(0))) {
                throw new BrokenScript("a regular expression is not closed");
            }
            inClass = c == '[' || inClass && c != ']';
            at++;
        }
        at++;
        skipName();
    }

    /** Where an expression in a template ends, at <code>}</code>. */
    void templateGoesOn() throws BrokenScript {
        at = start;
        template();
    }

    private void token(char c) throws BrokenScript {
        if (Letters.isNameStart(c) || c == '#') {
            at++;
            skipName();
            kind = Kind.NAME;
            text = source.substring(start, at);
        } else if (Letters.isDigit(c) || c == '.' && Letters.isDigit(peek(1))) {
            number();
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (c == '`') {
            template();
        } else {
            sign(c);
        }
    }

    private void sign(char c) throws BrokenScript {
        kind = Kind.SIGN;
        for (String sign : c < SIGNS.length ? SIGNS[c] : new String[0]) {
            boolean isHere = sign.length() == 1 || looksAt(sign) && !(sign.equals("?.") && Letters.isDigit(peek(2)));
            if (isHere) {
                text = sign;
                at += sign.length();
                return;
            }
        }
        throw new BrokenScript("an unexpected character");
    }

    private void number() {
        boolean hasPrefix = peek(0) == '0' && "xXoObB".indexOf(peek(1)) >= 0;
        at += hasPrefix ? 2 : 0;
        // 59.90.toFixed(2): the second point is no part of it.
        boolean mayHavePoint = !hasPrefix;
        while (Letters.isNamePart(peek(0)) || peek(0) == '.' && mayHavePoint || isSignOfExponent(hasPrefix)) {
            mayHavePoint &= peek(0) != '.';
            at++;
        }
        kind = Kind.NUMBER;
        text = source.substring(start, at);
    }

    private boolean isSignOfExponent(boolean hasPrefix) {
        return !hasPrefix && (peek(0) == '+' || peek(0) == '-') && (peek(-1) == 'e' || peek(-1) == 'E');
    }

    private void string(char quote) throws BrokenScript {
        StringBuilder unescaped = null;
        int copied = ++at;
        while (peek(0) != quote) {
            // In JSON it is a fault as well, but there it is plain where the text ends.
            boolean breaks = dialect != Dialect.JSON && (peek(0) == '\n' || peek(0) == '\r');
            if (at >= end || breaks) {
                throw new BrokenScript("a string is not closed");
            }
            if (peek(0) == '\\') {
                unescaped = unescaped == null ? new StringBuilder() : unescaped;
                unescaped.append(source, copied, at);
                escape(unescaped);
                copied = at;
            } else {
                at++;
            }
        }
        text = unescaped == null
                ? source.substring(copied, at)
                : unescaped.append(source, copied, at).toString();
        at++;
        kind = Kind.TEXT;
    }

    private void template() throws BrokenScript {
        StringBuilder unescaped = new StringBuilder();
        at++;
        while (peek(0) != '`' && !(peek(0) == '$' && peek(1) == '{')) {
            if (at >= end) {
                throw new BrokenScript("a template is not closed");
            }
            if (peek(0) == '\\') {
                escape(unescaped);
            } else {
                unescaped.append(source.charAt(at++));
            }
        }
        opensSubstitution = peek(0) == '$';
        at += opensSubstitution ? 2 : 1;
        kind = Kind.TEMPLATE;
        text = unescaped.toString();
    }

    private void escape(StringBuilder to) throws BrokenScript {
        at++;
        if (at >= end) {
            throw new BrokenScript("a string is not closed");
        }
        char c = source.charAt(at++);
        switch (c) {
            case 'n' -> to.append('\n');
            case 't' -> to.append('\t');
            case 'r' -> to.append('\r');
            case 'b' -> to.append('\b');
            case 'f' -> to.append('\f');
            case 'v' -> to.append('\u000b');
            case '0' -> to.append('\0');
            case 'x' -> to.appendCodePoint(hex(2));
            case 'u' -> to.appendCodePoint(peek(0) == '{' ? bracedHex() : hex(4));
            case '\r' -> at += peek(0) == '\n' ? 1 : 0;
            case '\n', '\u2028', '\u2029' -> {} // the line goes on
            default -> to.append(c);
        }
    }

    private int bracedHex() throws BrokenScript {
        at++;
        int digits = 0;
        while (digits <= MAX_HEX && peek(digits) != '}') {
            digits++;
        }
        int codePoint = digits == 0 || digits > MAX_HEX ? -1 : hex(digits);
        at++;
        if (!Character.isValidCodePoint(codePoint)) {
            throw new BrokenScript("an escape is wrong");
        }
        return codePoint;
    }

    private int hex(int digits) throws BrokenScript {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(peek(0), 16);
            if (digit < 0) {
                throw new BrokenScript("an escape is wrong");
            }
            value = value << 4 | digit;
            at++;
        }
        return value;
    }

    private void skipBlank() throws BrokenScript {
        while (at < end) {
            char c = source.charAt(at);
            if (Letters.isLineBreak(c)) {
                afterLineBreak = true;
                at++;
            } else if (Letters.isSpace(c)) {
                at++;
            } else if (c != '/' && c != '<' && c != '-' || !skipComment(c)) {
                return;
            }
        }
    }

    private boolean skipComment(char c) throws BrokenScript {
        boolean isHtml = dialect == Dialect.SCRIPT && (looksAt("<!--") || afterLineBreak && looksAt("-->"));
        if (isHtml || c == '/' && peek(1) == '/') {
            skipLine();
            return true;
        }
        if (c != '/' || peek(1) != '*') {
            return false;
        }
        at += 2;
        while (!looksAt("*/")) {
            if (at >= end) {
                throw new BrokenScript("a comment is not closed");
            }
            afterLineBreak |= Letters.isLineBreak(source.charAt(at++));
        }
        at += 2;
        return true;
    }

    private void skipLine() {
        while (at < end && !Letters.isLineBreak(source.charAt(at))) {
            at++;
        }
    }

    private boolean looksAt(String sign) {
        return at + sign.length() <= end && source.startsWith(sign, at);
    }

    private int behindSpace() {
        int next = at;
        while (next < end && (Letters.isSpace(source.charAt(next)) || Letters.isLineBreak(source.charAt(next)))) {
            next++;
        }
        return next;
    }

    private void skipName() {
        while (Letters.isNamePart(peek(0))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < end ? source.charAt(at + ahead) : '\0';
    }
}
