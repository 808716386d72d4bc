package io.roifilter.page;

import io.roifilter.page.Lexer.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Numbers, templates, objects and arrays. Commas may be missing between members, or be there
 * twice, and what closes the last ones may be missing, as in pages seen in public. */
final class Literals {
    private static final Pattern DECIMAL = Pattern.compile("(?:0|[1-9]\\d*|(?=\\.))(?:\\.\\d*)?(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern INTEGER = Pattern.compile("0[xXoObB][\\dA-Fa-f_]+n?|\\d[\\d_]*n?");
    private static final int MAX_DIGITS = 100;

    private final Cursor cursor;
    private final Grammar grammar;
    private final MemberNames names;
    private final Functions functions;
    private final Findings findings;

    Literals(Cursor cursor, Grammar grammar, Functions functions, Findings findings) {
        this.cursor = cursor;
        this.grammar = grammar;
        this.names = new MemberNames(cursor, grammar);
        this.functions = functions;
        this.findings = findings;
    }

    Value number() throws BrokenScript {
        String digits = cursor.takeText();
        if (digits.length() <= MAX_DIGITS && DECIMAL.matcher(digits).matches()) {
            return new Value.Numeral(new BigDecimal(digits), digits);
        }
        String plain = digits.replace("_", "");
        if (!digits.startsWith("0") && DECIMAL.matcher(plain).matches() && plain.length() <= MAX_DIGITS) {
            return new Value.Numeral(new BigDecimal(plain), plain);
        }
        if (!INTEGER.matcher(digits).matches() && digits.length() <= MAX_DIGITS) {
            throw new BrokenScript("a number is wrong");
        }
        return Value.UNKNOWN;
    }

    Value template() throws BrokenScript {
        Lexer lexer = cursor.lexer();
        String text = lexer.text();
        if (!lexer.opensSubstitution()) {
            lexer.next();
            return new Value.Text(text);
        }
        cursor.enter();
        while (lexer.opensSubstitution()) {
            lexer.next();
            grammar.expression();
            if (!cursor.is("}")) {
                throw new BrokenScript("expected } in a template");
            }
            lexer.templateGoesOn();
        }
        cursor.leave();
        lexer.next();
        return Value.UNKNOWN;
    }

    Value array() throws BrokenScript {
        List<Value> items = new ArrayList<>();
        cursor.expect("[");
        cursor.enter();
        while (!cursor.is("]") && !cursor.isEnd()) {
            if (cursor.take(",")) {
                items.add(Value.NOTHING);
                continue;
            }
            items.add(cursor.take("...") ? spread() : grammar.assignment());
            takeComma("]");
        }
        cursor.leave();
        cursor.close("]");
        return new Value.Items(items);
    }

    Value object() throws BrokenScript {
        Map<String, Value> fields = new LinkedHashMap<>();
        cursor.expect("{");
        cursor.enter();
        while (!cursor.is("}") && !cursor.isEnd()) {
            if (!cursor.take(",")) {
                field(fields);
                takeComma("}");
            }
        }
        cursor.leave();
        cursor.close("}");
        return new Value.Fields(fields);
    }

    private Value spread() throws BrokenScript {
        grammar.assignment();
        return Value.UNKNOWN;
    }

    /** A comma, or what begins the next member without one: only a name or text can. */
    private void takeComma(String close) throws BrokenScript {
        boolean isMissing =
                close.equals("}") && (cursor.isName() || cursor.lexer().kind() == Kind.TEXT);
        if (!cursor.take(",") && !cursor.is(close) && !isMissing && !cursor.isEnd()) {
            throw new BrokenScript("expected a comma");
        }
    }

    private void field(Map<String, Value> fields) throws BrokenScript {
        if (cursor.take("...")) {
            grammar.assignment();
            // It may bring any of them again.
            fields.replaceAll((name, value) -> Value.UNKNOWN);
            return;
        }
        String key = names.take();
        if (names.isComputed()) {
            fields.replaceAll((name, value) -> Value.UNKNOWN);
        }
        if (cursor.is("(")) {
            functions.method(key);
            put(fields, key, Value.UNKNOWN);
        } else if (cursor.take(":")) {
            put(fields, key, named(key, value()));
        } else {
            shorthand(fields, key);
        }
    }

    /** A template that nobody filled in leaves none. */
    private Value value() throws BrokenScript {
        return cursor.is(",") || cursor.is("}") || cursor.isEnd() ? Value.NOTHING : grammar.assignment();
    }

    private Value named(String key, Value value) {
        if (value instanceof Value.Code code && key != null) {
            code.reach().named(key);
        }
        return value;
    }

    private void shorthand(Map<String, Value> fields, String key) throws BrokenScript {
        if (key == null || !names.isPlain()) {
            throw new BrokenScript("expected a value");
        }
        findings.mention(key);
        if (cursor.take("=")) {
            // It is a pattern, of which only the names matter.
            grammar.assignment();
            put(fields, key, Value.UNKNOWN);
        } else {
            put(fields, key, cursor.named(key));
        }
    }

    private static void put(Map<String, Value> fields, String key, Value value) {
        if (key != null) {
            fields.put(key, value);
        }
    }
}
