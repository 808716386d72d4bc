package io.roifilter.page;

/**
 * Reads one script or one piece of JSON for what it {@linkplain Findings does}. Evaluates nothing: of the language it knows
 * where things begin and end.
 */
final class ScriptParser implements Grammar {
    private final Cursor cursor;
    private final Operators operators;
    private final Operands operands;
    private final Statements statements;

    private ScriptParser(Lexer lexer, Findings findings) throws BrokenScript {
        cursor = new Cursor(lexer);
        Patterns patterns = new Patterns(cursor, this, findings);
        Functions functions = new Functions(cursor, this, patterns, findings);
        operators = new Operators(cursor, this, findings);
        operands = new Operands(cursor, this, new Literals(cursor, this, functions, findings), functions, findings);
        statements = new Statements(cursor, this, functions, patterns, findings);
    }

    /** Everything up to where a browser would stumble, if it does. */
    static void read(Lexer lexer, Findings findings) {
        try {
            new ScriptParser(lexer, findings).statements.script();
        } catch (BrokenScript e) {
            // What came before it is what was found.
        }
        findings.endOfScript();
    }

    /** The value that is all there is, or unknown. */
    static Value literal(Lexer lexer, Findings findings) {
        try {
            ScriptParser parser = new ScriptParser(lexer, findings);
            Value value = parser.assignment();
            return parser.cursor.isEnd() ? value : Value.UNKNOWN;
        } catch (BrokenScript e) {
            return Value.UNKNOWN;
        }
    }

    @Override
    public Value expression() throws BrokenScript {
        Value value = assignment();
        while (cursor.take(",")) {
            value = assignment();
        }
        return value;
    }

    @Override
    public Value assignment() throws BrokenScript {
        return operators.assignment();
    }

    @Override
    public Value operand() throws BrokenScript {
        return operands.operand();
    }

    @Override
    public void block() throws BrokenScript {
        statements.block();
    }
}
