package io.roifilter.page;

/** What a character is in JavaScript. */
final class Letters {
    private Letters() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNameStart(char c) {
        return c < 128 ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' : Character.isLetter(c);
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c) || c >= 128 && Character.isUnicodeIdentifierPart(c);
    }

    static boolean isLineBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\f' || c == 0x0b || c >= 128 && (Character.isSpaceChar(c) || c == 0xfeff);
    }
}
