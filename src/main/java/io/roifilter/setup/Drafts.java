package io.roifilter.setup;

import io.roifilter.page.PageOrder;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes drafts of what was found in requests, and says what each is worth. For one search. */
final class Drafts {
    private static final int BY_CONVENTION = 130;
    private static final int SAME_OWNER = 15;
    private static final int SAME_ROOT = 8;
    private static final int MIXED = -20;
    private static final int ON_A_PAGE = 15;
    private static final int ON_THE_ANSWER = 8;
    private static final int BY_ITS_PATH = 12;
    private static final int PROVED_TWICE = 20;
    private static final int TAKEN = -5;
    private static final int TOO_EARLY = -25;

    private static final Pattern THANKS = Pattern.compile(
            "thank|confirm|success|complete|receipt|placed|finish|done|danke|merci|gracias|bestaet|bestät");
    private static final Pattern ELSEWHERE =
            Pattern.compile("histor|account|profile|admin|review|preview|cart|basket|warenkorb|list|invoice");

    private final WantedId id;
    private final WantedTotal total;
    private final List<Replay> replays;
    private final EarlierOrders earlier;
    private final Clock clock;
    private final List<Draft> drafts = new ArrayList<>();
    private boolean idSeen;
    private boolean totalSeen;

    Drafts(WantedId id, WantedTotal total, List<Replay> replays, EarlierOrders earlier, Clock clock) {
        this.id = id;
        this.total = total;
        this.replays = replays;
        this.earlier = earlier;
        this.clock = clock;
        for (Replay replay : replays) {
            if (replay.visit().seen().status() < 400) {
                of(replay, 0);
                replay.beforeTaking().ifPresent(then -> of(then, TAKEN));
            }
        }
    }

    /** The best first, each way to read an order once. */
    List<Draft> best() {
        int ordered = lastAnswerToOrdering();
        drafts.sort(
                Comparator.comparingInt((Draft draft) -> worth(draft, ordered)).reversed());
        Set<String> keys = new HashSet<>();
        return drafts.stream().filter(draft -> keys.add(draft.key())).toList();
    }

    /** Whether the number was found anywhere. */
    boolean hasId() {
        return idSeen;
    }

    boolean hasTotal() {
        return totalSeen;
    }

    private void of(Replay replay, int worth) {
        Finds finds = new Finds();
        new ValueSearch(id, total, finds).look(replay);
        new PageSearch(id, total, replay.page(), finds).look();
        idSeen |= !finds.ids().isEmpty();
        totalSeen |= !finds.amounts().isEmpty();
        int place = worth + placeWorth(replay);
        byConvention(replay, place);
        for (Source source : EnumSet.allOf(Source.class)) {
            pair(
                    replay,
                    finds.ids().stream()
                            .filter(found -> found.source() == source)
                            .toList(),
                    finds.amounts().stream()
                            .filter(found -> found.source() == source)
                            .toList(),
                    place);
        }
        pair(replay, finds.ids(), finds.amounts(), place);
    }

    private void byConvention(Replay replay, int place) {
        if (replay.visit().answer().trouble().isEmpty() // of a part of a page it is not read
                && replay.page().order() instanceof PageOrder.Stated stated
                && id.match(stated.id()).isPresent()
                && stated.amount().filter(total::is).isPresent()) {
            Draft draft = new Draft(
                    replay,
                    UrlPattern.of(replay.visit().path(), id),
                    "by what the page says already",
                    BY_CONVENTION + place,
                    Optional.empty(),
                    Optional.empty());
            draft.reasons()
                    .add("The page states the order by " + stated.source()
                            + ", so that nothing needs to be said of where it stands. It goes on as long as that stays on"
                            + " the page.");
            add(draft);
        }
    }

    /** The two that fit best. */
    private void pair(Replay replay, List<Candidate> ids, List<Candidate> amounts, int place) {
        Candidate bestId = null;
        Candidate bestAmount = null;
        int best = Integer.MIN_VALUE;
        for (Candidate one : ids) {
            for (Candidate other : amounts) {
                int worth = worth(one, other);
                boolean isOfOne =
                        !one.isOfList() || !other.isOfList() || one.owner().equals(other.owner());
                if (worth > best && isOfOne && !one.expression().equals(other.expression())) {
                    best = worth;
                    bestId = one;
                    bestAmount = other;
                }
            }
        }
        if (bestId != null) {
            Draft draft = new Draft(
                    replay,
                    UrlPattern.of(replay.visit().path(), id),
                    title(bestId, bestAmount),
                    best + place + provedTwice(replay, bestId, bestAmount),
                    Optional.of(bestId),
                    Optional.of(bestAmount));
            addReasons(draft, bestId, bestAmount);
            add(draft);
        }
    }

    /** A page that shows the order before the last form is sent is none that confirms it. */
    private int worth(Draft draft, int ordered) {
        int number = draft.sample().visit().seen().number();
        return draft.worth() + (Replay.isFormBetween(number, ordered, replays) ? TOO_EARLY : 0);
    }

    private int lastAnswerToOrdering() {
        return drafts.stream()
                .map(other -> other.sample().visit())
                .filter(visit -> isAnswerToOrdering(visit)
                        && !ELSEWHERE
                                .matcher(visit.path().toLowerCase(Locale.ROOT))
                                .find())
                .mapToInt(visit -> visit.seen().number())
                .max()
                .orElse(0);
    }

    private void add(Draft draft) {
        drafts.add(draft);
    }

    private static int worth(Candidate id, Candidate amount) {
        int apart = id.source() != amount.source() ? MIXED : 0;
        int together = !id.owner().isEmpty() && id.owner().equals(amount.owner())
                ? SAME_OWNER
                : !id.owner().isEmpty() && id.root().equals(amount.root()) ? SAME_ROOT : 0;
        return (id.worth() + amount.worth()) / 2 + apart + together;
    }

    private int placeWorth(Replay replay) {
        Visited visit = replay.visit();
        String path = visit.path().toLowerCase(Locale.ROOT);
        int worth = visit.seen().status() < 300 ? ON_A_PAGE : 0;
        worth += isAnswerToOrdering(visit) ? ON_THE_ANSWER : 0;
        worth += THANKS.matcher(path).find() ? BY_ITS_PATH : 0;
        return worth - (ELSEWHERE.matcher(path).find() ? BY_ITS_PATH : 0);
    }

    /** It answers a form, or is what a form has redirected to. */
    private boolean isAnswerToOrdering(Visited visit) {
        if (visit.seen().method().equals("POST")) {
            return true;
        }
        Optional<Visited> before = replays.stream()
                .map(Replay::visit)
                .filter(other -> other.seen().number() < visit.seen().number())
                .reduce((one, other) -> other);
        return before.filter(other ->
                        other.seen().method().equals("POST") && other.seen().status() >= 300)
                .isPresent();
    }

    private static String title(Candidate id, Candidate amount) {
        if (id.source() != amount.source()) {
            return "the order number from " + id.source().text() + ", the total from "
                    + amount.source().text();
        }
        boolean isNamed = id.source() == Source.REQUEST || id.source() == Source.SESSION;
        return isNamed && !id.root().isEmpty() && id.root().equals(amount.root())
                ? "from " + id.root() + ", " + id.source().text()
                : "from " + id.source().text();
    }

    private void addReasons(Draft draft, Candidate id, Candidate amount) {
        draft.reasons().add(id.source().why());
        if (id.source() != amount.source()) {
            draft.reasons().add(amount.source().why());
        }
        if (id.isOfList() || amount.isOfList()) {
            draft.reasons()
                    .add(
                            "It stands at a place in a list. If there are more in it next time, that is another order's: see the"
                                    + " recipe for lists in the README.");
        }
        if (draft.sample().visit().taken().values() > 0 && isTaken(draft)) {
            draft.reasons().add("The page takes it away while it answers; it is read just before that.");
        }
        if (provedTwice(draft.sample(), id, amount) > 0) {
            draft.reasons().add("It gives the order that was looked for before, too, where that was placed.");
        }
    }

    private boolean isTaken(Draft draft) {
        return replays.stream().noneMatch(replay -> replay == draft.sample());
    }

    /** Whether the same gives an order that was looked for before, on another request that is like this one. */
    private int provedTwice(Replay sample, Candidate first, Candidate second) {
        UrlPattern pattern = UrlPattern.of(sample.visit().path(), id);
        Proposed settings =
                new Proposed().with(Proposed.ORDER_ID, first.expression()).with(Proposed.AMOUNT, second.expression());
        boolean isProved = replays.stream()
                .filter(replay -> pattern.matches(replay.visit().path()))
                .map(replay -> Reading.of(replay, settings, clock))
                .flatMap(Optional::stream)
                .anyMatch(earlier::has);
        return isProved ? PROVED_TWICE : 0;
    }

    /** What a page states by convention of the order, if that is another total. */
    Optional<String> otherTotal() {
        for (Replay replay : replays) {
            if (replay.page().order() instanceof PageOrder.Stated stated
                    && id.match(stated.id()).isPresent()
                    && stated.amount().filter(amount -> !total.is(amount)).isPresent()) {
                BigDecimal amount = stated.amount().get();
                return Optional.of(replay.visit().seen().method() + " "
                        + replay.visit().seen().path()
                        + " states this order by " + stated.source() + " with a total of " + amount.toPlainString()
                        + ", not " + total
                        + ": maybe without tax or shipping. If that is the total that counts, confirmation"
                        + " alone is enough.");
            }
        }
        return Optional.empty();
    }
}
