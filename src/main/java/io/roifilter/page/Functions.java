package io.roifilter.page;

import java.util.List;

/** Functions and classes: what is in them is read like the rest, and {@linkplain Reach counts} if something calls them. */
final class Functions {
    private final Cursor cursor;
    private final Grammar grammar;
    private final Patterns patterns;
    private final MemberNames names;
    private final Findings findings;

    Functions(Cursor cursor, Grammar grammar, Patterns patterns, Findings findings) {
        this.cursor = cursor;
        this.grammar = grammar;
        this.patterns = patterns;
        this.findings = findings;
        names = new MemberNames(cursor, grammar);
    }

    /** At {@code function}; a declaration is called by its name. */
    Value function(boolean isDeclaration) throws BrokenScript {
        cursor.expect("function");
        cursor.take("*");
        Reach reach = new Reach();
        if (cursor.isName()) {
            String name = cursor.takeName();
            if (isDeclaration) {
                findings.bind(List.of(name), cursor);
                reach.named(name);
            } else {
                reach.bind(List.of(name));
            }
        }
        return parametersAndBody(reach);
    }

    /** At the parameters of a member of this name. */
    void method(String name) throws BrokenScript {
        Reach reach = new Reach();
        if (name != null) {
            reach.named(name);
        }
        parametersAndBody(reach);
    }

    /** At <code>=&gt;</code>, behind these parameters. */
    Value arrow(List<String> parameters) throws BrokenScript {
        cursor.expect("=>");
        Reach reach = new Reach();
        reach.bind(parameters);
        Guard outer = cursor.guard();
        cursor.guardBy(Guard.in(outer, reach));
        if (cursor.is("{")) {
            grammar.block();
        } else {
            cursor.enter();
            grammar.assignment();
            cursor.leave();
        }
        cursor.guardBy(outer);
        return new Value.Code(reach);
    }

    /** At {@code class}. */
    Value type() throws BrokenScript {
        cursor.expect("class");
        if (cursor.isName() && !cursor.is("extends")) {
            findings.bind(List.of(cursor.takeName()), cursor);
        }
        if (cursor.take("extends")) {
            grammar.operand();
        }
        cursor.expect("{");
        cursor.enter();
        while (!cursor.is("}")) {
            if (!cursor.take(";")) {
                member();
            }
        }
        cursor.leave();
        cursor.expect("}");
        return Value.UNKNOWN;
    }

    private void member() throws BrokenScript {
        if (cursor.is("static") && cursor.lexer().isBefore("{")) {
            cursor.takeText();
            grammar.block();
            return;
        }
        String name = names.take();
        if (cursor.is("(")) {
            method(name);
        } else if (cursor.take("=")) {
            grammar.assignment();
        }
    }

    private Value parametersAndBody(Reach reach) throws BrokenScript {
        Guard outer = cursor.guard();
        cursor.guardBy(Guard.in(outer, reach));
        patterns.parameters();
        grammar.block();
        cursor.guardBy(outer);
        return new Value.Code(reach);
    }
}
