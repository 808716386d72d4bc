package io.roifilter.page;

import java.util.List;

/**
 * Goes over markup once, as a browser takes it apart: tags with their attributes, text, comments, and elements whose content
 * is no markup. What is in {@code template}, {@code noscript} and {@code pre}, and in SVG and MathML, where scripts are
 * written by other rules, is passed over. What is not closed takes the rest of the page with it.
 */
final class MarkupScanner {
    private static final List<String> TEXT_ONLY =
            List.of("textarea", "title", "style", "iframe", "noscript", "xmp", "noembed", "noframes");

    private static final List<String> PASSED_OVER = List.of("template", "pre");
    private static final List<String> FOREIGN = List.of("svg", "math");

    private final String page;
    private final Handler handler;
    private final Work work;
    private final Tag tag;
    private final ScriptEnd scriptEnd;
    private final int[] passedOver = new int[PASSED_OVER.size()];
    private int foreign;
    private int at;

    /** Told of what is found, in the order of the page. */
    interface Handler {
        /** @param holdsMarkup whether what follows, up to its end tag, is text and markup */
        void startTag(Tag tag, boolean holdsMarkup);

        void endTag(Tag tag);

        void text(int from, int to);

        /** A script element and what is in it. */
        void script(Tag tag, int from, int to);
    }

    MarkupScanner(String page, Handler handler, Work work) {
        this.page = page;
        this.handler = handler;
        this.work = work;
        tag = new Tag(page);
        scriptEnd = new ScriptEnd(page, work);
    }

    void scan() {
        while (at < page.length() && !work.isSpent()) {
            int before = at;
            int open = page.indexOf('<', at);
            int textEnd = open < 0 ? page.length() : open;
            if (textEnd > at && isRead()) {
                handler.text(at, textEnd);
            }
            at = open < 0 ? page.length() : open + 1;
            if (open >= 0) {
                markup();
            }
            work.spend(at - before);
        }
    }

    private boolean isRead() {
        return foreign == 0 && passedOver[0] == 0 && passedOver[1] == 0;
    }

    private void markup() {
        char c = peek(0);
        if (isLetter(c)) {
            startTag();
        } else if (c == '/' && isLetter(peek(1))) {
            at++;
            endTag();
        } else if (c == '!') {
            declaration();
        } else if (c == '/' || c == '?') {
            at = behind(">", at);
        }
    }

    private void startTag() {
        if (!readTag()) {
            return;
        }
        if (foreign > 0 || is(FOREIGN) >= 0) {
            foreign += is(FOREIGN) >= 0 && !tag.isSelfClosing() ? 1 : 0;
        } else if (is(PASSED_OVER) >= 0) {
            passedOver[is(PASSED_OVER)]++;
        } else if (tag.is("script")) {
            script();
        } else if (tag.is("plaintext")) {
            at = page.length();
        } else {
            element();
        }
    }

    private void element() {
        int textOnly = is(TEXT_ONLY);
        if (isRead()) {
            handler.startTag(tag, textOnly < 0);
        }
        if (textOnly >= 0) {
            at = behindEndTag(TEXT_ONLY.get(textOnly), at);
        }
    }

    private void endTag() {
        if (!readTag()) {
            return;
        }
        int passed = is(PASSED_OVER);
        if (foreign > 0) {
            foreign -= is(FOREIGN) >= 0 ? 1 : 0;
        } else if (passed >= 0) {
            passedOver[passed] = Math.max(0, passedOver[passed] - 1);
        } else if (isRead()) {
            handler.endTag(tag);
        }
    }

    private void script() {
        int from = at;
        int end = scriptEnd.find(from);
        if (end < 0) {
            at = page.length(); // never run
            return;
        }
        if (isRead()) {
            handler.script(tag, from, end);
        }
        at = end + 2;
        readTag();
    }

    private int is(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (tag.is(names.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** At the name: up to behind its end. False if the page ends before. */
    private boolean readTag() {
        int from = at;
        while (at < page.length() && !isSpace(peek(0)) && peek(0) != '/' && peek(0) != '>') {
            at++;
        }
        tag.begin(from, at);
        boolean isBehindSlash = false;
        while (at < page.length()) {
            char c = peek(0);
            if (c == '>') {
                tag.closeSelf(isBehindSlash);
                at++;
                return true;
            }
            isBehindSlash = c == '/';
            if (isBehindSlash || isSpace(c)) {
                at++;
            } else {
                attribute();
            }
        }
        return false;
    }

    private void attribute() {
        int nameFrom = at;
        int nameTo = at + 1; // even an equals sign is a name here
        while (nameTo < page.length() && !isNameEnd(page.charAt(nameTo))) {
            nameTo++;
        }
        at = nameTo;
        skipSpace();
        if (peek(0) != '=') {
            tag.add(nameFrom, nameTo, nameTo, nameTo);
            return;
        }
        at++;
        skipSpace();
        char quote = peek(0);
        if (quote == '"' || quote == '\'') {
            int close = page.indexOf(quote, at + 1);
            int valueTo = close < 0 ? page.length() : close;
            tag.add(nameFrom, nameTo, at + 1, valueTo);
            at = close < 0 ? page.length() : close + 1;
            return;
        }
        int valueFrom = at;
        while (at < page.length() && !isSpace(peek(0)) && peek(0) != '>') {
            at++;
        }
        tag.add(nameFrom, nameTo, valueFrom, at);
    }

    private void declaration() {
        if (page.startsWith("!--", at)) {
            comment();
        } else if (foreign > 0 && page.startsWith("![CDATA[", at)) {
            at = behind("]]>", at);
        } else {
            at = behind(">", at);
        }
    }

    /** {@code <!-->} and {@code <!--->} are whole comments. */
    private void comment() {
        at += "!--".length();
        if (page.startsWith(">", at) || page.startsWith("->", at)) {
            at = behind(">", at);
            return;
        }
        int dashes = page.indexOf("--", at);
        while (dashes >= 0 && !page.startsWith(">", dashes + 2) && !page.startsWith("!>", dashes + 2)) {
            dashes = page.indexOf("--", dashes + 1);
        }
        at = dashes < 0 ? page.length() : behind(">", dashes);
    }

    private int behindEndTag(String name, int from) {
        int end = ScriptEnd.endTag(page, name, from);
        return end < 0 ? page.length() : behind(">", end);
    }

    private int behind(String sign, int from) {
        int found = page.indexOf(sign, from);
        return found < 0 ? page.length() : found + sign.length();
    }

    private void skipSpace() {
        while (isSpace(peek(0))) {
            at++;
        }
    }

    private char peek(int ahead) {
        return at + ahead < page.length() ? page.charAt(at + ahead) : '\0';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isNameEnd(char c) {
        return c == '=' || c == '>' || c == '/' || isSpace(c);
    }

    private static boolean isSpace(char c) {
        return c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f');
    }
}
