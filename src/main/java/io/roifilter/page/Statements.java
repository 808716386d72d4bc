package io.roifilter.page;

import io.roifilter.page.Lexer.Kind;
import java.util.List;

/** Statements. What cannot be reached, behind a return or in a branch whose condition is known, is read under that guard. */
final class Statements {
    private final Cursor cursor;
    private final Grammar grammar;
    private final Functions functions;
    private final Patterns patterns;
    private final Findings findings;

    Statements(Cursor cursor, Grammar grammar, Functions functions, Patterns patterns, Findings findings) {
        this.cursor = cursor;
        this.grammar = grammar;
        this.functions = functions;
        this.patterns = patterns;
        this.findings = findings;
    }

    void script() throws BrokenScript {
        while (!cursor.isEnd()) {
            statement();
        }
    }

    void block() throws BrokenScript {
        Guard outer = cursor.guard();
        cursor.expect("{");
        cursor.enter();
        while (!cursor.is("}")) {
            statement();
        }
        cursor.leave();
        cursor.guardBy(outer);
        cursor.expect("}");
    }

    private void statement() throws BrokenScript {
        if (cursor.is("{")) {
            block();
        } else if (cursor.isName()) {
            named(cursor.lexer().text());
        } else if (!cursor.take(";")) {
            expression();
        }
    }

    private void named(String word) throws BrokenScript {
        switch (word) {
            case "var", "const" -> {
                cursor.takeText();
                declarations();
                end();
            }
            case "function" -> functions.function(true);
            case "class" -> functions.type();
            case "if" -> condition();
            case "for" -> loop();
            case "while", "with" -> whileLoop();
            case "do" -> doLoop();
            case "switch" -> choice();
            case "try" -> attempt();
            case "return", "throw", "break", "continue" -> leave(word);
            case "export" -> export();
            default -> word(word);
        }
    }

    /** Words that begin a declaration only before a name or a pattern. */
    private void word(String word) throws BrokenScript {
        Lexer lexer = cursor.lexer();
        if (word.equals("let") && (lexer.isBeforeName() || lexer.isBefore("{") || lexer.isBefore("["))) {
            cursor.takeText();
            declarations();
            end();
        } else if (word.equals("async") && lexer.isBefore("function")) {
            cursor.takeText();
            functions.function(true);
        } else if (word.equals("import") && !lexer.isBefore("(") && !lexer.isBefore(".")) {
            imports();
        } else {
            expression();
        }
    }

    private void declarations() throws BrokenScript {
        do {
            int position = cursor.lexer().start();
            if (!cursor.isName()) {
                patterns.pattern();
                if (cursor.take("=")) {
                    grammar.assignment();
                }
            } else {
                declaration(cursor.takeName(), position);
            }
        } while (cursor.take(","));
    }

    private void declaration(String name, int position) throws BrokenScript {
        if (cursor.reach() != null) {
            findings.bind(List.of(name), cursor);
        }
        if (cursor.take("=")) {
            Value value = grammar.assignment();
            findings.assign(cursor.named(name).path(), value, cursor, position);
        }
    }

    private void imports() throws BrokenScript {
        cursor.expect("import");
        while (!cursor.isEnd() && cursor.lexer().kind() != Kind.TEXT) {
            if (cursor.isName()) {
                findings.bind(List.of(cursor.lexer().text()), cursor);
            }
            cursor.takeText();
        }
        cursor.takeText();
        end();
    }

    private void export() throws BrokenScript {
        cursor.expect("export");
        cursor.take("default");
        if (cursor.is("*")) {
            throw new BrokenScript("an export of others is not read");
        }
        statement();
    }

    private void condition() throws BrokenScript {
        Guard outer = cursor.guard();
        boolean goesOn = true;
        for (int branches = 0; goesOn; branches++) {
            cursor.expect("if");
            Value condition = parenthesized();
            // Of a long row, the first ones are forgotten.
            Guard before = branches < Cursor.MAX_DEPTH ? cursor.guard() : Guard.when(outer, Value.UNKNOWN, true);
            cursor.guardBy(Guard.when(before, condition, true));
            nested();
            cursor.guardBy(Guard.when(before, condition, false));
            goesOn = cursor.take("else");
            if (goesOn && !cursor.is("if")) {
                nested();
                goesOn = false;
            }
        }
        cursor.guardBy(outer);
    }

    private void loop() throws BrokenScript {
        cursor.expect("for");
        cursor.take("await");
        cursor.expect("(");
        cursor.enter();
        Guard outer = cursor.guard();
        cursor.guardBy(Guard.when(outer, Value.UNKNOWN, true));
        Value condition = header();
        cursor.leave();
        cursor.expect(")");
        cursor.guardBy(Guard.when(cursor.guard(), condition, true));
        nested();
        cursor.guardBy(outer);
    }

    /** What must be true for the loop to begin. */
    private Value header() throws BrokenScript {
        int mentioned = findings.mentioned();
        if (cursor.take("var") || cursor.take("let") || cursor.take("const")) {
            bindLoopName();
            declarations();
        } else if (!cursor.is(";")) {
            grammar.expression();
        }
        if (!cursor.is(";")) {
            findings.bind(findings.mentionedSince(mentioned), cursor); // the loop gives them values
            if (cursor.take("of") || cursor.take("in")) {
                grammar.expression();
            }
            return Value.UNKNOWN;
        }
        cursor.expect(";");
        Value condition = cursor.is(";") ? Value.YES : grammar.expression();
        cursor.expect(";");
        if (!cursor.is(")")) {
            grammar.expression();
        }
        return condition;
    }

    private void bindLoopName() {
        if (cursor.isName()) {
            findings.bind(List.of(cursor.lexer().text()), cursor);
        }
    }

    private void whileLoop() throws BrokenScript {
        cursor.takeText();
        Value condition = parenthesized();
        guarded(condition);
    }

    private void guarded(Value condition) throws BrokenScript {
        Guard outer = cursor.guard();
        cursor.guardBy(Guard.when(outer, condition, true));
        nested();
        cursor.guardBy(outer);
    }

    private void doLoop() throws BrokenScript {
        cursor.expect("do");
        guarded(Value.UNKNOWN);
        cursor.expect("while");
        parenthesized();
        cursor.take(";");
    }

    private void choice() throws BrokenScript {
        cursor.expect("switch");
        Value subject = parenthesized();
        Guard outer = cursor.guard();
        cursor.expect("{");
        cursor.enter();
        while (!cursor.is("}")) {
            if (cursor.take("case")) {
                Value label = grammar.expression();
                cursor.expect(":");
                cursor.guardBy(Guard.when(outer, new Value.Same(subject, label, true), true));
            } else if (cursor.take("default")) {
                cursor.expect(":");
                cursor.guardBy(Guard.when(outer, Value.UNKNOWN, true));
            } else {
                statement();
            }
        }
        cursor.leave();
        cursor.guardBy(outer);
        cursor.expect("}");
    }

    private void attempt() throws BrokenScript {
        cursor.expect("try");
        conditionalBlock();
        if (cursor.take("catch")) {
            if (cursor.is("(")) {
                patterns.parameters();
            }
            conditionalBlock();
        }
        if (cursor.take("finally")) {
            block();
        }
    }

    /** As much of it as does not throw. */
    private void conditionalBlock() throws BrokenScript {
        Guard outer = cursor.guard();
        cursor.guardBy(Guard.when(outer, Value.UNKNOWN, true));
        block();
        cursor.guardBy(outer);
    }

    /** What follows in the same block is not reached. */
    private void leave(String word) throws BrokenScript {
        cursor.takeText();
        boolean isAlone = cursor.is(";")
                || cursor.is("}")
                || cursor.isEnd()
                || cursor.lexer().isAfterLineBreak();
        if (!isAlone && (word.equals("return") || word.equals("throw"))) {
            grammar.expression();
        } else if (!isAlone) {
            cursor.takeName();
        }
        end();
        cursor.guardBy(Guard.never(cursor.guard()));
    }

    private void expression() throws BrokenScript {
        Value value = grammar.expression();
        if (value instanceof Value.Named && cursor.take(":")) {
            return; // a label
        }
        end();
    }

    /** A semicolon, or where JavaScript puts one. */
    private void end() throws BrokenScript {
        boolean isUnderstood =
                cursor.is("}") || cursor.isEnd() || cursor.lexer().isAfterLineBreak();
        if (!cursor.take(";") && !isUnderstood) {
            throw new BrokenScript("expected the end of a statement");
        }
    }

    private Value parenthesized() throws BrokenScript {
        cursor.expect("(");
        cursor.enter();
        Value value = grammar.expression();
        cursor.leave();
        cursor.expect(")");
        return value;
    }

    private void nested() throws BrokenScript {
        if (cursor.is("{")) {
            block();
            return;
        }
        Guard outer = cursor.guard();
        cursor.enter();
        statement();
        cursor.leave();
        cursor.guardBy(outer);
    }
}
