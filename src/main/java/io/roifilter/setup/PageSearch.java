package io.roifilter.setup;

import io.roifilter.page.PageContent;
import io.roifilter.page.PagePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for an order's number and total in what a page shows: by selectors, and by the words before it. */
final class PageSearch {
    private static final int OF_WORDS = -8;
    private static final int PER_RANK = -2;
    private static final int MAX_OCCURRENCES = 10;
    private static final int MAX_BEFORE = 80;
    private static final int MAX_WORDS = 5;

    private static final Pattern NUMBER = Pattern.compile("\\d(?:[\\d.,'\u2019]*\\d)?");
    private static final String NUMBER_GROUP = "(\\d(?:[\\d.,'\u2019]*\\d)?)";

    private final WantedId id;
    private final WantedTotal total;
    private final PageContent page;
    private final Finds finds;

    PageSearch(WantedId id, WantedTotal total, PageContent page, Finds finds) {
        this.id = id;
        this.total = total;
        this.page = page;
        this.finds = finds;
    }

    void look() {
        page.places(text -> id.match(text).isPresent()).forEach(this::addId);
        page.places(total::is).forEach(this::addAmount);
        if (page.source().isEmpty() || page.json() != null) {
            return; // of which there are better ways to read
        }
        String visible = page.visible();
        idsBehindWords(visible);
        amountsBehindWords(visible);
    }

    private void addId(PagePlace place) {
        boolean isBare = place.text().equals(id.bare());
        finds.addId(new Candidate(
                ElPath.expression(call(place)),
                Source.PAGE,
                "",
                "",
                worth(place) + (isBare ? 8 : OF_WORDS - 4) + NameWorth.ofId(words(place)),
                isBare ? "" : "with all that the page has around the number"));
    }

    private void addAmount(PagePlace place) {
        AmountText.suffix(place.text(), total)
                .ifPresent(suffix -> finds.addAmount(new Candidate(
                        ElPath.expression(call(place) + suffix),
                        Source.PAGE,
                        "",
                        "",
                        worth(place) + 4 + NameWorth.ofAmount(words(place)) + (suffix.isEmpty() ? 2 : 0),
                        "")));
    }

    private static int worth(PagePlace place) {
        return Source.PAGE.worth() + PER_RANK * place.rank();
    }

    private static String words(PagePlace place) {
        return place.selector().replaceAll("[^A-Za-z]+", " ").strip();
    }

    private static String call(PagePlace place) {
        return place.attribute().isEmpty()
                ? "page.text(" + ElPath.literal(place.selector()) + ")"
                : "page.attribute(" + ElPath.literal(place.selector()) + ", " + ElPath.literal(place.attribute()) + ")";
    }

    private void idsBehindWords(String visible) {
        String bare = id.bare();
        int occurrences = 0;
        for (int at = bare.isEmpty() ? -1 : visible.indexOf(bare);
                at >= 0 && occurrences < MAX_OCCURRENCES;
                at = visible.indexOf(bare, at + 1)) {
            occurrences++;
            find(visible, at, shape(bare), bare)
                    .ifPresent(found -> finds.addId(new Candidate(
                            ElPath.expression(call(found.pattern())),
                            Source.PAGE,
                            "",
                            "",
                            Source.PAGE.worth() + OF_WORDS + NameWorth.ofId(found.words()),
                            "")));
        }
    }

    private void amountsBehindWords(String visible) {
        Matcher number = NUMBER.matcher(visible);
        int occurrences = 0;
        while (occurrences < MAX_OCCURRENCES && number.find()) {
            String text = number.group();
            Optional<String> suffix = total.is(text) ? AmountText.suffix(text, total) : Optional.empty();
            if (suffix.isPresent()) {
                occurrences++;
                find(visible, number.start(), NUMBER_GROUP, text)
                        .ifPresent(found -> finds.addAmount(new Candidate(
                                ElPath.expression(call(found.pattern()) + suffix.get()),
                                Source.PAGE,
                                "",
                                "",
                                Source.PAGE.worth() + OF_WORDS + NameWorth.ofAmount(found.words()),
                                "")));
            }
        }
    }

    private static String call(String pattern) {
        return "page.match(" + ElPath.literal(pattern) + ")";
    }

    /** @param words that it looks for */
    private record Found(String pattern, String words) {}

    /** The fewest words before a place by which it is the first on the page. */
    private Optional<Found> find(String visible, int at, String group, String wanted) {
        String before = visible.substring(Math.max(0, at - MAX_BEFORE), at);
        for (String prefix : prefixes(before)) {
            String pattern = quoted(prefix) + group;
            try {
                if (wanted.equals(page.match(pattern))) {
                    return Optional.of(new Found(
                            pattern, prefix.replaceAll("[^\\p{L}]+", " ").strip()));
                }
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // it takes too long
            }
        }
        return Optional.empty();
    }

    /** Ends of a text with one word in it and more, none of which has a digit: that may be another's. */
    private static List<String> prefixes(String before) {
        List<String> prefixes = new ArrayList<>();
        int start = before.length();
        while (prefixes.size() < MAX_WORDS && start > 0) {
            int end = start;
            while (end > 0 && before.charAt(end - 1) == ' ') {
                end--;
            }
            start = before.lastIndexOf(' ', end - 1) + 1;
            String prefix = before.substring(start);
            if (prefix.chars().anyMatch(Character::isDigit) || start == 0 && before.length() == MAX_BEFORE) {
                break;
            }
            if (prefix.chars().filter(Character::isLetter).count() > 1) {
                prefixes.add(prefix);
            }
        }
        return prefixes;
    }

    private static String quoted(String prefix) {
        String quoted = prefix.replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0");
        return Character.isLetter(prefix.charAt(0)) ? "\\b" + quoted : quoted;
    }

    /** A group for all numbers like this one. */
    private static String shape(String id) {
        if (id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "(\\d+)";
        }
        StringBuilder others = new StringBuilder();
        id.chars()
                .filter(c -> !Character.isLetterOrDigit(c))
                .distinct()
                .forEach(c -> others.append('\\').append((char) c));
        String letters = "A-Za-z0-9";
        boolean isAscii = id.chars().allMatch(c -> c < 0x80);
        String all = isAscii ? letters : letters + "\\p{L}";
        return "((?=\\S*\\d)[" + all + others + "]*[" + all + "])";
    }
}
