package io.roifilter.page;

import io.roifilter.page.Lexer.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The scripts of a page, of which those are read that have one of the {@linkplain TriggerWords words} in them; then those
 * that have the names in them that the first ones use.
 */
final class Scripts {
    static final int MAX_SCRIPT = 64 * 1024;
    static final int MAX_ALL = 512 * 1024;
    /** So many names are looked for in the other scripts, and so many scripts. */
    private static final int MAX_NAMES = 50;

    private static final TriggerWords WORDS = new TriggerWords(Conventions.ALL.stream()
            .flatMap(convention -> convention.triggers().stream())
            .collect(Collectors.toSet()));

    private final String page;
    private final Work work;
    private final Findings findings = new Findings(Tags::isOfInterest);
    private final List<Script> others = new ArrayList<>();
    private int read;
    private int tooLong;

    private record Script(int from, int to, Dialect dialect) {}

    Scripts(String page, Work work) {
        this.page = page;
        this.work = work;
    }

    Findings findings() {
        return findings;
    }

    /** How many had a word in them that is worth reading, but were too long. */
    int tooLong() {
        return tooLong;
    }

    void add(int from, int to, boolean isModule) {
        Script script = new Script(from, to, isModule ? Dialect.MODULE : Dialect.SCRIPT);
        work.spend(to - from);
        if (!WORDS.areIn(page, from, to)) {
            others.add(script);
        } else if (!read(script)) {
            tooLong++;
        }
    }

    /** JSON as a value, if there is anything in it that is worth reading. */
    Value json(int from, int to) {
        work.spend(to - from);
        if (!WORDS.areIn(page, from, to)) {
            return Value.NOTHING;
        }
        if (!fits(new Script(from, to, Dialect.JSON))) {
            tooLong++;
            return Value.NOTHING;
        }
        return ScriptParser.literal(new Lexer(page, from, to, Dialect.JSON, work), findings);
    }

    /** When all are added. */
    void readWhatIsNamed() {
        Set<String> names = new HashSet<>();
        findings.calls().forEach(call -> Names.of(call, names));
        if (names.isEmpty() || others.isEmpty()) {
            return;
        }
        TriggerWords words = new TriggerWords(
                names.stream().filter(Names::isPlain).limit(MAX_NAMES).toList());
        for (Script script : others) {
            work.spend(script.to() - script.from());
            if (words.areIn(page, script.from(), script.to())) {
                read(script);
            }
        }
    }

    private boolean read(Script script) {
        if (!fits(script)) {
            return false;
        }
        int from = page.startsWith("<![CDATA[", script.from()) ? script.from() + "<![CDATA[".length() : script.from();
        ScriptParser.read(new Lexer(page, from, script.to(), script.dialect(), work), findings);
        return true;
    }

    private boolean fits(Script script) {
        int length = script.to() - script.from();
        if (length > MAX_SCRIPT || read + length > MAX_ALL) {
            return false;
        }
        read += length;
        return true;
    }
}
