package io.roifilter.page;

import java.util.Set;

/** Expressions with operators, in the order in which these bind. What depends on a condition is read under that guard. */
final class Operators {
    private static final Set<String> ASSIGNING =
            Set.of("+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??=");
    private static final Set<String> DEFAULTING = Set.of("||=", "??=");
    private static final int COMPARING = 8;
    /** Behind these, a word such as await is a name. */
    private static final Set<String> ENDS = Set.of(")", "]", "}", ",", ";", ":", "=", ".", "=>");

    /** So many operators of a chain are kept: no order is stated by more. */
    private static final int MAX_LINKS = 16;

    private final Cursor cursor;
    private final Grammar grammar;
    private final Findings findings;

    Operators(Cursor cursor, Grammar grammar, Findings findings) {
        this.cursor = cursor;
        this.grammar = grammar;
        this.findings = findings;
    }

    Value assignment() throws BrokenScript {
        int position = cursor.lexer().start();
        int mentioned = findings.mentioned();
        Value left = conditional();
        boolean isPlain = cursor.is("=");
        if (!isPlain && !isAssigning()) {
            return left;
        }
        String operator = cursor.takeText();
        cursor.enter();
        Value right = grammar.assignment();
        cursor.leave();
        return assigned(left, operator, right, position, mentioned);
    }

    private Value assigned(Value left, String operator, Value right, int position, int mentioned) {
        String path = left instanceof Value.Named named ? named.path() : null;
        if (path == null) {
            // [a, b] = …: they are something, and nothing that can be told.
            findings.bind(findings.mentionedSince(mentioned), cursor);
            return Value.UNKNOWN;
        }
        boolean isPlain = operator.equals("=");
        Value value = isPlain ? right : Value.UNKNOWN;
        if (DEFAULTING.contains(operator)) {
            value = new Value.Either(left, right);
        }
        if (isPlain) {
            findings.forgetMention(path.substring(path.lastIndexOf('.') + 1));
        }
        findings.assign(path, value, cursor, position);
        return new Value.Assigned(path, value);
    }

    private Value conditional() throws BrokenScript {
        Value condition = binary(0);
        if (!cursor.take("?")) {
            return condition;
        }
        Guard outer = cursor.guard();
        cursor.enter();
        cursor.guardBy(Guard.when(outer, condition, true));
        grammar.assignment();
        cursor.expect(":");
        cursor.guardBy(Guard.when(outer, condition, false));
        grammar.assignment();
        cursor.guardBy(outer);
        cursor.leave();
        return Value.UNKNOWN;
    }

    private Value binary(int weakest) throws BrokenScript {
        Value left = unary();
        int links = 0;
        while (binding() > weakest) {
            int binding = binding();
            String operator = cursor.takeText();
            Value right = right(left, operator, binding);
            left = ++links > MAX_LINKS ? Value.UNKNOWN : joined(left, operator, right);
        }
        return left;
    }

    private Value right(Value left, String operator, int binding) throws BrokenScript {
        Guard outer = cursor.guard();
        switch (operator) {
            case "&&" -> cursor.guardBy(Guard.when(outer, left, true));
            case "||" -> cursor.guardBy(Guard.when(outer, left, false));
            case "??" -> cursor.guardBy(Guard.when(outer, Value.UNKNOWN, true));
            default -> {}
        }
        Value right = binary(binding);
        cursor.guardBy(outer);
        return right;
    }

    private static Value joined(Value left, String operator, Value right) {
        return switch (operator) {
            case "+" -> new Value.Sum(left, right);
            case "&&" -> new Value.Both(left, right);
            case "||", "??" -> new Value.Either(left, right);
            case "==", "===" -> new Value.Same(left, right, true);
            case "!=", "!==" -> new Value.Same(left, right, false);
            default -> Value.UNKNOWN;
        };
    }

    private Value unary() throws BrokenScript {
        int position = cursor.lexer().start();
        if (isUnary()) {
            String operator = cursor.takeText();
            cursor.enter();
            Value of = unary();
            cursor.leave();
            return changed(operator, of, position);
        }
        if (cursor.is("await") || cursor.is("yield")) {
            return waited();
        }
        Value value = grammar.operand();
        if ((cursor.is("++") || cursor.is("--")) && !cursor.lexer().isAfterLineBreak()) {
            return changed(cursor.takeText(), value, position);
        }
        return value;
    }

    private Value waited() throws BrokenScript {
        String word = cursor.takeText();
        cursor.take("*");
        if (cursor.isEnd() || isSign(ENDS) || cursor.lexer().isAfterLineBreak()) {
            return new Value.Named(word);
        }
        cursor.enter();
        if (word.equals("yield")) {
            grammar.assignment();
        } else {
            unary();
        }
        cursor.leave();
        return Value.UNKNOWN;
    }

    private Value changed(String operator, Value of, int position) {
        String path = Value.pathOf(of);
        switch (operator) {
            case "!":
                return new Value.Not(of);
            case "-":
                return negative(of);
            case "+":
                return new Value.Applied("Number", of, Value.NOTHING);
            case "++", "--", "delete":
                if (path != null) {
                    findings.assign(path, Value.UNKNOWN, cursor, position);
                }
                return Value.UNKNOWN;
            default:
                return Value.UNKNOWN;
        }
    }

    private static Value negative(Value of) {
        return of instanceof Value.Numeral numeral
                ? new Value.Numeral(numeral.number().negate(), "-" + numeral.written())
                : Value.UNKNOWN;
    }

    /** How strongly the operator here binds its operands; 0 if there is none. */
    private int binding() {
        if (cursor.lexer().kind() != Lexer.Kind.SIGN) {
            return cursor.is("in") || cursor.is("instanceof") ? COMPARING : 0;
        }
        return switch (cursor.lexer().text()) {
            case "??" -> 1;
            case "||" -> 2;
            case "&&" -> 3;
            case "|" -> 4;
            case "^" -> 5;
            case "&" -> 6;
            case "==", "!=", "===", "!==" -> 7;
            case "<", ">", "<=", ">=" -> COMPARING;
            case "<<", ">>", ">>>" -> 9;
            case "+", "-" -> 10;
            case "*", "/", "%" -> 11;
            case "**" -> 12;
            default -> 0;
        };
    }

    private boolean isUnary() {
        if (cursor.lexer().kind() != Lexer.Kind.SIGN) {
            return cursor.is("typeof") || cursor.is("void") || cursor.is("delete");
        }
        return switch (cursor.lexer().text()) {
            case "!", "-", "+", "~", "++", "--" -> true;
            default -> false;
        };
    }

    private boolean isAssigning() {
        String text = cursor.lexer().text();
        return text.length() > 1 && text.endsWith("=") && isSign(ASSIGNING);
    }

    private boolean isSign(Set<String> signs) {
        return cursor.lexer().kind() == Lexer.Kind.SIGN
                && signs.contains(cursor.lexer().text());
    }
}
