package io.roifilter.page;

import io.roifilter.page.Lexer.Kind;

/** Where the parser stands: the token, how deep it is nested, and what must hold so that the code there runs. */
final class Cursor {
    static final int MAX_DEPTH = 32;

    private final Lexer lexer;
    private int depth;
    private Guard guard;

    /** At the first token. */
    Cursor(Lexer lexer) throws BrokenScript {
        this.lexer = lexer;
        lexer.next();
    }

    Lexer lexer() {
        return lexer;
    }

    boolean isEnd() {
        return lexer.kind() == Kind.END;
    }

    boolean isName() {
        return lexer.kind() == Kind.NAME;
    }

    /** Whether this sign or this name is here. */
    boolean is(String token) {
        // Signs are interned, as are all constants: this is asked many times of each token.
        return lexer.kind() == Kind.SIGN
                ? lexer.text() == token
                : lexer.kind() == Kind.NAME && lexer.text().equals(token);
    }

    /** Goes on if it is here. */
    boolean take(String token) throws BrokenScript {
        if (!is(token)) {
            return false;
        }
        lexer.next();
        return true;
    }

    void expect(String token) throws BrokenScript {
        if (!take(token)) {
            throw new BrokenScript("expected " + token);
        }
    }

    /** What is not closed is so at the end of a script. */
    void close(String token) throws BrokenScript {
        if (!isEnd()) {
            expect(token);
        }
    }

    /** Takes the text of the token. */
    String takeText() throws BrokenScript {
        String text = lexer.text();
        lexer.next();
        return text;
    }

    String takeName() throws BrokenScript {
        if (!isName()) {
            throw new BrokenScript("expected a name");
        }
        return takeText();
    }

    /** To be {@linkplain #leave left} again. */
    void enter() throws BrokenScript {
        if (++depth > MAX_DEPTH) {
            throw new BrokenScript("nested too deeply");
        }
    }

    void leave() {
        depth--;
    }

    /** Whether what stands here is done once, whatever else. */
    boolean isTopLevel() {
        return depth == 0 && guard == null;
    }

    /** A name that is used here: one that a function around has of its own is another than that of the page. */
    Value.Named named(String name) {
        Guard function = guard == null ? null : guard.function();
        while (function != null) {
            if (function.reach().binds(name)) {
                return new Value.Named("?." + name);
            }
            function = function.outer() == null ? null : function.outer().function();
        }
        return new Value.Named(name);
    }

    /** The innermost function around, or null. */
    Reach reach() {
        return guard == null || guard.function() == null
                ? null
                : guard.function().reach();
    }

    Guard guard() {
        return guard;
    }

    /** Also takes back the guards that came since. */
    void guardBy(Guard guard) {
        this.guard = guard;
    }
}
