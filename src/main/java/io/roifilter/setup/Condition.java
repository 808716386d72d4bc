package io.roifilter.setup;

import io.roifilter.expression.Expression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds an expression that is true on a sample and on no page that only looks like it: the setting {@code when}. */
final class Condition {
    private static final int MAX_TRIED = 300;
    private static final int MAX_TEXT = 30;
    private static final int MAX_DEPTH = 3;

    /** What is the same for all orders and need not be for this one alone, or is a number, is no condition. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}_ -]*");

    private static final List<String> WORDS_OF_THANKS = List.of(
            "Thank you",
            "thank you",
            "Thanks",
            "confirmed",
            "successful",
            "Danke",
            "Vielen Dank",
            "Merci",
            "Gracias",
            "Grazie",
            "Obrigado",
            "Bedankt",
            "Tack",
            "Dziękujemy");

    private Condition() {}

    /** @param others on none of which it may be true */
    static Optional<String> between(Draft draft, List<Replay> others) {
        return candidates(draft, others).stream()
                .limit(MAX_TRIED)
                .filter(text -> isTrue(text, draft.sample()))
                .filter(text -> others.stream().noneMatch(other -> isTrue(text, other)))
                .findFirst();
    }

    static boolean isTrue(String text, Replay replay) {
        try {
            return replay.value(Expression.parse(text))
                    .filter(Boolean.TRUE::equals)
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The plainest first. */
    private static Set<String> candidates(Draft draft, List<Replay> others) {
        Visited sample = draft.sample().visit();
        Set<String> all = new LinkedHashSet<>();
        all.add("${request.method == '" + sample.seen().method().toUpperCase(Locale.ROOT) + "'}");
        if (draft.amount().isPresent() && !draft.total().contains(".replace")) {
            all.add("${" + inside(draft.total()) + " > 0}");
        }
        String tail = draft.pattern().tail(sample.path());
        if (!tail.isEmpty()) {
            all.add("${request.requestURI.endsWith(" + ElPath.literal(tail) + ")}");
        }
        all.add("${page.status == " + sample.seen().status() + "}");
        sample.parameters().forEach((name, value) -> {
            if (value.length() <= MAX_TEXT && WORD.matcher(value).matches()) {
                all.add("${" + ElPath.property("param", name) + " == " + ElPath.literal(value) + "}");
            }
        });
        addAttributes(draft, others, all);
        WORDS_OF_THANKS.forEach(words -> all.add("${not empty page.match(" + ElPath.literal(words) + ")}"));
        return all;
    }

    private static void addAttributes(Draft draft, List<Replay> others, Set<String> all) {
        Replay sample = draft.sample();
        List<String> present = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        sample.request()
                .forEach((name, value) -> add(
                        ElPath.canBegin(name) ? name : ElPath.property("requestScope", name),
                        value,
                        0,
                        present,
                        equal));
        sample.session()
                .forEach((name, value) -> add(
                        ElPath.canBegin(name) ? name : ElPath.property("sessionScope", name),
                        value,
                        0,
                        present,
                        equal));
        add("page.json", sample.page().json(), 0, present, equal);
        String root = draft.id().map(Candidate::root).orElse("");
        all.addAll(equal.stream()
                .filter(text -> !root.isEmpty() && text.contains(root + "."))
                .toList());
        all.addAll(present);
        all.addAll(equal);
    }

    /** @param present expressions for something that is there, @param equal for words that are just so */
    private static void add(String path, Object value, int depth, List<String> present, List<String> equal) {
        if (value == null || present.size() > MAX_TRIED) {
            return;
        }
        present.add("${not empty " + path + "}");
        if (Boolean.TRUE.equals(value)) {
            equal.add("${" + path + "}");
        } else if (value instanceof String text
                && text.length() <= MAX_TEXT
                && WORD.matcher(text).matches()) {
            equal.add("${" + path + " == " + ElPath.literal(text) + "}");
        } else if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
            map.forEach((name, inner) ->
                    add(ElPath.property(path, String.valueOf(name)), inner, depth + 1, present, equal));
        }
    }

    private static String inside(String expression) {
        return expression.substring(2, expression.length() - 1);
    }
}
