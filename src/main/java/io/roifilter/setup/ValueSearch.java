package io.roifilter.setup;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for an order's number and total among the recorded values of one request. For one thread, once. */
final class ValueSearch {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_LOOKED = 20_000;
    private static final int OF_A_LIST = -40;

    private final WantedId id;
    private final WantedTotal total;
    private final Finds finds;
    private final Deque<Owner> owners = new ArrayDeque<>();
    private Source source;
    private int looked;

    ValueSearch(WantedId id, WantedTotal total, Finds finds) {
        this.id = id;
        this.total = total;
        this.finds = finds;
    }

    private record Owner(String path, Map<?, ?> values) {}

    void look(Replay replay) {
        source = Source.REQUEST;
        replay.request()
                .forEach((name, value) ->
                        visit(ElPath.canBegin(name) ? name : ElPath.property("requestScope", name), name, value));
        source = Source.SESSION;
        replay.session().forEach((name, value) -> {
            boolean isBare = ElPath.canBegin(name) && !replay.request().containsKey(name);
            visit(isBare ? name : ElPath.property("sessionScope", name), name, value);
        });
        source = Source.PARAMETER;
        replay.visit().parameters().forEach((name, value) -> visit(ElPath.property("param", name), name, value));
        source = Source.ADDRESS;
        lookAtAddress(replay.visit().path());
        source = Source.JSON;
        visit("page.json", "", replay.page().json());
    }

    /** Its last part, without what some containers put behind it for browsers that keep no cookies. */
    private void lookAtAddress(String path) {
        id.match(path.substring(path.lastIndexOf('/') + 1))
                .ifPresent(match -> finds.addId(new Candidate(
                        ElPath.expression("request.requestURI.replaceAll('.*/|;.*', '')"),
                        source,
                        "",
                        "",
                        source.worth(),
                        "")));
    }

    /** In those of the application, which all visitors share. */
    static boolean isShared(Replay replay, WantedId id, WantedTotal total) {
        Finds found = new Finds();
        ValueSearch search = new ValueSearch(id, total, found);
        search.source = Source.SESSION;
        replay.visit().after().application().forEach((name, value) -> search.visit(name, name, value));
        return !found.ids().isEmpty();
    }

    private void visit(String path, String words, Object value) {
        if (value == null || ++looked > MAX_LOOKED || owners.size() > MAX_DEPTH) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            if (value instanceof RecordedBean && !value.toString().isEmpty()) {
                look(path, words, value.toString());
            }
            owners.push(new Owner(path, map));
            map.forEach((name, inner) -> visit(ElPath.property(path, String.valueOf(name)), words + "." + name, inner));
            owners.pop();
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                visit(ElPath.element(path, i), words + "." + i, list.get(i));
            }
        } else {
            look(path, words, value);
        }
    }

    private void look(String path, String words, Object value) {
        int place = source.worth() + (ElPath.hasElement(path) ? OF_A_LIST : 0);
        lookForId(path, words, value, place);
        if (value instanceof Number number && !(value instanceof Boolean)) {
            lookForAmount(path, words, number, place);
        } else if (value instanceof String text) {
            lookForAmount(path, words, text, place);
        }
    }

    private void lookForId(String path, String words, Object value, int place) {
        boolean isNumber = value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof BigInteger
                || value instanceof BigDecimal decimal && decimal.scale() == 0;
        if (!isNumber && !(value instanceof String)) {
            return;
        }
        id.match(value.toString())
                .ifPresent(match -> finds.addId(new Candidate(
                        ElPath.expression(path),
                        source,
                        owner(),
                        "",
                        place
                                + NameWorth.ofId(words)
                                + (match == WantedId.Match.WRITTEN_DIFFERENTLY ? 0 : 8)
                                + (value instanceof BigDecimal && source != Source.JSON ? -20 : 0),
                        match == WantedId.Match.WRITTEN_DIFFERENTLY ? "where " + match.text() : "")));
    }

    private void lookForAmount(String path, String words, Number number, int place) {
        Optional<BigDecimal> exact = decimal(number);
        if (exact.isEmpty()) {
            return;
        }
        boolean hasCents = exact.get().scale() > 0;
        if (total.is(exact.get())) {
            int worth = place + NameWorth.ofAmount(words) + (hasCents ? 6 : 0) + 4;
            finds.addAmount(new Candidate(ElPath.expression(path), source, owner(), currency(), worth, ""));
        } else if (!hasCents && total.isInCents(exact.get())) {
            int worth = place + NameWorth.ofAmount(words) + (NameWorth.saysCents(words) ? 6 : -10);
            finds.addAmount(new Candidate(
                    ElPath.expression(path + " * 0.01"), source, owner(), currency(), worth, "which is in cents"));
        }
    }

    private void lookForAmount(String path, String words, String text, int place) {
        if (total.is(text)) {
            AmountText.suffix(text, total)
                    .ifPresent(suffix -> finds.addAmount(new Candidate(
                            ElPath.expression(path + (suffix.isEmpty() ? "" : ".toString()" + suffix)),
                            source,
                            owner(),
                            currency(),
                            place + NameWorth.ofAmount(words) + (suffix.isEmpty() ? 2 : -4),
                            suffix.isEmpty() ? "" : "which is text, made a number here")));
        }
    }

    private static Optional<BigDecimal> decimal(Number number) {
        try {
            return Optional.of(new BigDecimal(number.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty(); // NaN
        }
    }

    private String owner() {
        return owners.isEmpty() ? "" : owners.peek().path();
    }

    /** What is called so beside the amount, or beside what the amount is a part of; empty if nothing is. */
    private String currency() {
        for (Owner owner : owners) {
            for (Map.Entry<?, ?> entry : owner.values().entrySet()) {
                String name = String.valueOf(entry.getKey());
                if (name.toLowerCase(java.util.Locale.ROOT).contains("curr")) {
                    String path = ElPath.property(owner.path(), name);
                    String code = codeIn(entry.getValue());
                    if (code != null) {
                        return ElPath.expression(code.isEmpty() ? path : ElPath.property(path, code));
                    }
                }
            }
        }
        return "";
    }

    /** The name of what is the code in it; empty if it is one itself, null if there is none. */
    private static String codeIn(Object currency) {
        if (currency instanceof String text && Currencies.isCode(text)) {
            return "";
        }
        if (currency instanceof Map<?, ?> parts) {
            for (Map.Entry<?, ?> part : parts.entrySet()) {
                if (part.getValue() instanceof String text && Currencies.isCode(text)) {
                    return String.valueOf(part.getKey());
                }
            }
        }
        return null;
    }
}
