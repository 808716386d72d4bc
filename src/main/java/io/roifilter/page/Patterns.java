package io.roifilter.page;

import java.util.List;

/** What parameters and declarations name: a name, or names inside braces and brackets. */
final class Patterns {
    private final Cursor cursor;
    private final Grammar grammar;
    private final MemberNames names;
    private final Findings findings;

    Patterns(Cursor cursor, Grammar grammar, Findings findings) {
        this.cursor = cursor;
        this.grammar = grammar;
        this.findings = findings;
        names = new MemberNames(cursor, grammar);
    }

    /** In parentheses. */
    void parameters() throws BrokenScript {
        cursor.expect("(");
        listUpTo(")");
    }

    void pattern() throws BrokenScript {
        if (cursor.take("[")) {
            listUpTo("]");
        } else if (cursor.take("{")) {
            members();
        } else {
            findings.bind(List.of(cursor.takeName()), cursor);
        }
    }

    private void listUpTo(String close) throws BrokenScript {
        cursor.enter();
        while (!cursor.is(close)) {
            if (cursor.take(",")) {
                continue;
            }
            cursor.take("...");
            pattern();
            initial();
            separator(close);
        }
        cursor.leave();
        cursor.expect(close);
    }

    private void members() throws BrokenScript {
        cursor.enter();
        while (!cursor.is("}")) {
            member();
            separator("}");
        }
        cursor.leave();
        cursor.expect("}");
    }

    private void member() throws BrokenScript {
        if (cursor.take("...")) {
            pattern();
            return;
        }
        String name = names.take();
        if (cursor.take(":")) {
            pattern();
        } else if (name != null) {
            findings.bind(List.of(name), cursor);
        }
        initial();
    }

    private void initial() throws BrokenScript {
        if (cursor.take("=")) {
            grammar.assignment();
        }
    }

    private void separator(String close) throws BrokenScript {
        if (!cursor.take(",") && !cursor.is(close)) {
            throw new BrokenScript("expected a comma");
        }
    }
}
