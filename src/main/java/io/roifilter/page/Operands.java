package io.roifilter.page;

import io.roifilter.page.Lexer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What operators stand between: literals, names, functions, and members and calls of these. */
final class Operands {
    /** Names of the window in itself. */
    private static final Set<String> WINDOW = Set.of("window", "self", "globalThis", "top", "parent");

    private static final Set<String> FUNCTIONS = Set.of("parseFloat", "Number", "String", "Number.parseFloat");
    private static final Set<String> METHODS = Set.of("toString", "toFixed", "toUpperCase", "trim");
    private static final Set<String> NO_OPERANDS = Set.of(
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "case",
            "default",
            "return",
            "throw",
            "try",
            "catch",
            "finally",
            "var",
            "const",
            "in",
            "instanceof",
            "with",
            "break",
            "continue",
            "export",
            "extends");
    private static final int MAX_PATH = 200;

    private final Cursor cursor;
    private final Grammar grammar;
    private final Literals literals;
    private final Functions functions;
    private final Findings findings;

    Operands(Cursor cursor, Grammar grammar, Literals literals, Functions functions, Findings findings) {
        this.cursor = cursor;
        this.grammar = grammar;
        this.literals = literals;
        this.functions = functions;
        this.findings = findings;
    }

    Value operand() throws BrokenScript {
        int position = cursor.lexer().start();
        Value value = cursor.is("new") ? instance() : primary();
        while (true) {
            boolean isOptional = cursor.take("?.");
            if (cursor.is("(")) {
                value = call(value, position);
            } else if (cursor.is("[")) {
                value = computedMember(value);
            } else if (isOptional || cursor.take(".")) {
                value = member(value, cursor.takeName());
            } else if (cursor.lexer().kind() == Kind.TEMPLATE) {
                literals.template();
                value = Value.UNKNOWN;
            } else {
                return value;
            }
        }
    }

    private Value primary() throws BrokenScript {
        switch (cursor.lexer().kind()) {
            case NAME:
                return named();
            case NUMBER:
                return literals.number();
            case TEXT:
                return new Value.Text(cursor.takeText());
            case TEMPLATE:
                return literals.template();
            case SIGN:
                return signed();
            default:
                throw new BrokenScript("expected a value");
        }
    }

    private Value signed() throws BrokenScript {
        if (cursor.is("(")) {
            return parenthesized();
        }
        if (cursor.is("[")) {
            return literals.array();
        }
        if (cursor.is("{")) {
            return literals.object();
        }
        if (cursor.is("/") || cursor.is("/=")) {
            cursor.lexer().regularExpression();
            cursor.lexer().next();
            return Value.UNKNOWN;
        }
        throw new BrokenScript("expected a value");
    }

    private Value named() throws BrokenScript {
        if (cursor.is("function")) {
            return functions.function(false);
        }
        if (cursor.is("class")) {
            return functions.type();
        }
        String name = cursor.takeText();
        if (NO_OPERANDS.contains(name)) {
            throw new BrokenScript("expected a value");
        }
        if (cursor.is("=>")) {
            return functions.arrow(List.of(name));
        }
        if (name.equals("async") && cursor.is("function")) {
            return functions.function(false);
        }
        return word(name);
    }

    private Value word(String name) throws BrokenScript {
        switch (name) {
            case "null", "undefined":
                return Value.NOTHING;
            case "true":
                return Value.YES;
            case "false":
                return Value.NO;
            case "NaN", "Infinity":
                return Value.UNKNOWN;
            default:
                findings.mention(name);
                if (name.equals("async") && cursor.isName() && !cursor.lexer().isAfterLineBreak()) {
                    return named(); // async x => …
                }
                return cursor.named(name);
        }
    }

    /** At {@code (}: something in parentheses, or parameters. */
    private Value parenthesized() throws BrokenScript {
        int mentioned = findings.mentioned();
        Value value = last(list());
        if (cursor.is("=>")) {
            return functions.arrow(findings.mentionedSince(mentioned));
        }
        return value;
    }

    /** At {@code new}. */
    private Value instance() throws BrokenScript {
        cursor.expect("new");
        cursor.enter();
        if (cursor.take(".")) {
            cursor.takeName();
        } else {
            Value type = cursor.is("new") ? instance() : primary();
            while (cursor.is(".") || cursor.is("[")) {
                type = cursor.take(".") ? member(type, cursor.takeName()) : computedMember(type);
            }
            if (cursor.is("(")) {
                list();
            }
        }
        cursor.leave();
        return Value.UNKNOWN;
    }

    private Value call(Value callee, int position) throws BrokenScript {
        int mentioned = findings.mentioned();
        List<Value> arguments = list();
        String path = Value.pathOf(callee);
        if (path != null && path.equals("async") && cursor.is("=>")) {
            return functions.arrow(findings.mentionedSince(mentioned));
        }
        Value first = arguments.isEmpty() ? Value.NOTHING : arguments.get(0);
        if (callee instanceof Value.Member member) {
            return METHODS.contains(member.name()) ? applied(member.name(), member.of(), first) : Value.UNKNOWN;
        }
        if (path == null) {
            return Value.UNKNOWN;
        }
        int point = path.lastIndexOf('.');
        if (point > 0 && METHODS.contains(path.substring(point + 1))) {
            return applied(path.substring(point + 1), new Value.Named(path.substring(0, point)), first);
        }
        if (FUNCTIONS.contains(path)) {
            return arguments.size() == 1 ? applied(path.substring(point + 1), first, Value.NOTHING) : Value.UNKNOWN;
        }
        findings.call(path, arguments, cursor, position);
        return Value.UNKNOWN;
    }

    private static Value applied(String function, Value to, Value argument) {
        return new Value.Applied(function, to, argument);
    }

    /** Expressions in parentheses, also with the dots of parameters and arguments. */
    private List<Value> list() throws BrokenScript {
        List<Value> values = new ArrayList<>(4);
        cursor.expect("(");
        cursor.enter();
        while (!cursor.is(")") && !cursor.isEnd()) {
            boolean isSpread = cursor.take("...");
            Value value = grammar.assignment();
            values.add(isSpread ? Value.UNKNOWN : value);
            if (!cursor.take(",") && !cursor.is(")") && !cursor.isEnd()) {
                throw new BrokenScript("expected a comma");
            }
        }
        cursor.leave();
        cursor.close(")");
        return values;
    }

    private static Value last(List<Value> values) {
        return values.isEmpty() ? Value.UNKNOWN : values.get(values.size() - 1);
    }

    private Value computedMember(Value of) throws BrokenScript {
        cursor.expect("[");
        cursor.enter();
        Value name = grammar.expression();
        cursor.leave();
        cursor.expect("]");
        if (name instanceof Value.Text text && !text.text().contains(".")) {
            return member(of, text.text());
        }
        return name instanceof Value.Numeral number && Value.pathOf(of) != null
                ? member(of, number.written())
                : Value.UNKNOWN;
    }

    private Value member(Value of, String name) {
        findings.mention(name);
        String path = Value.pathOf(of);
        if (path != null && WINDOW.contains(path)) {
            return new Value.Named(name);
        }
        if (path != null && path.length() + name.length() < MAX_PATH) {
            return new Value.Named(path + "." + name);
        }
        boolean isLiteral = path == null && !(of instanceof Value.Unknown) && !(of instanceof Value.Code);
        return isLiteral ? new Value.Member(of, name) : new Value.Named("?." + name);
    }
}
