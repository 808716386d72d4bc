package io.roifilter.page;

import io.roifilter.page.Lexer.Kind;
import java.util.Set;

/** The names of members of objects and classes, with what may stand before them. */
final class MemberNames {
    private static final Set<String> MODIFIERS = Set.of("async", "get", "set", "static", "accessor");
    /** Before these, a modifier is a name itself. */
    private static final Set<String> BEHIND = Set.of(":", ",", "}", "(", "=", ";");

    private final Cursor cursor;
    private final Grammar grammar;
    private boolean isPlain;
    private boolean isComputed;

    MemberNames(Cursor cursor, Grammar grammar) {
        this.cursor = cursor;
        this.grammar = grammar;
    }

    /** Null for one that is not known. */
    String take() throws BrokenScript {
        isPlain = true;
        isComputed = false;
        while (cursor.isName() && MODIFIERS.contains(cursor.lexer().text())) {
            String name = cursor.takeText();
            if (cursor.lexer().kind() == Kind.SIGN
                    && BEHIND.contains(cursor.lexer().text())) {
                return name;
            }
            isPlain = false;
        }
        isPlain &= !cursor.take("*");
        return cursor.take("[") ? computed() : written();
    }

    /** Whether the last one had nothing before it. */
    boolean isPlain() {
        return isPlain;
    }

    /** Whether the last one could be any. */
    boolean isComputed() {
        return isComputed;
    }

    private String computed() throws BrokenScript {
        cursor.enter();
        Value computed = grammar.assignment();
        cursor.leave();
        cursor.expect("]");
        isComputed = !(computed instanceof Value.Text);
        return computed instanceof Value.Text text ? text.text() : null;
    }

    private String written() throws BrokenScript {
        Kind kind = cursor.lexer().kind();
        isPlain &= kind == Kind.NAME;
        if (kind != Kind.NAME && kind != Kind.TEXT && kind != Kind.NUMBER) {
            throw new BrokenScript("expected the name of a member");
        }
        return cursor.takeText();
    }
}
