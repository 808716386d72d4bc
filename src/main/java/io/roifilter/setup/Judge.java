package io.roifilter.setup;

import io.roifilter.expression.Expression;
import io.roifilter.text.Mask;
import io.roifilter.text.OneLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a proposal of a draft that holds on what was recorded: checked by the reader of orders itself. For one search. */
final class Judge {
    private static final int MAX_SHOWN = 40;
    private static final int MAX_LOOK_ALIKES = 8;

    private final List<Replay> replays;
    private final WantedId id;
    private final WantedTotal total;
    private final EarlierOrders earlier;
    private final Clock clock;

    /** @param replays of all visits, oldest first */
    Judge(List<Replay> replays, WantedId id, WantedTotal total, EarlierOrders earlier, Clock clock) {
        this.earlier = earlier;
        this.replays = replays;
        this.id = id;
        this.total = total;
        this.clock = clock;
    }

    private record Found(Replay replay, Reading reading) {}

    /** Empty if its settings would not have reported the order. */
    Optional<Proposal> proposal(Draft draft) {
        Optional<Reading> sample = Reading.of(draft.sample(), draft.settings(), clock);
        if (sample.isEmpty() || !sample.get().is(id, total)) {
            return Optional.empty();
        }
        List<Found> alike = alike(draft);
        List<Replay> different = alike.stream()
                .filter(found -> !found.reading().isSameAs(sample.get()) || isBefore(found.replay(), draft.sample()))
                .map(Found::replay)
                .toList();
        Optional<String> when = alike.isEmpty() ? Optional.empty() : when(draft, alike, different);
        List<ProposedSetting> settings = settings(draft, when, different);
        List<LookAlike> lookAlikes = alike.stream()
                .limit(MAX_LOOK_ALIKES)
                .map(found -> lookAlike(found, draft.sample(), sample.get(), when))
                .toList();
        addEarlierPage(draft, sample.get());
        return Optional.of(new Proposal(draft.title(), settings, draft.reasons(), lookAlikes));
    }

    /** Other requests on which the same settings would have found an order, and which are none of another order that was placed. */
    private List<Found> alike(Draft draft) {
        List<Found> alike = new ArrayList<>();
        for (Replay replay : replays) {
            if (replay.visit() != draft.sample().visit()
                    && draft.pattern().matches(replay.visit().path())) {
                Reading.of(replay, draft.settings(), clock)
                        .filter(reading -> !earlier.has(reading))
                        .ifPresent(reading -> alike.add(new Found(replay, reading)));
            }
        }
        return alike;
    }

    /** One that tells all apart, else those which would report something else; none if only repeats are left. */
    private static Optional<String> when(Draft draft, List<Found> alike, List<Replay> different) {
        if (different.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> all =
                Condition.between(draft, alike.stream().map(Found::replay).toList());
        return all.isPresent() ? all : Condition.between(draft, different);
    }

    /** Whether it was seen before the order was placed: not if it is the form itself by which that was done. */
    private boolean isBefore(Replay replay, Replay sample) {
        RecordedVisit seen = replay.visit().seen();
        int placed = sample.visit().seen().number();
        return seen.number() < placed
                && (!seen.method().equals("POST") || Replay.isFormBetween(seen.number(), placed, replays));
    }

    /** An operator who knows the shop can tell best whether a page is too early. */
    private void addEarlierPage(Draft draft, Reading sample) {
        replays.stream()
                .filter(replay -> !draft.pattern().matches(replay.visit().path()) && isBefore(replay, draft.sample()))
                .filter(replay -> Reading.of(replay, draft.settings(), clock)
                        .filter(reading -> reading.isSameAs(sample))
                        .isPresent())
                .findFirst()
                .ifPresent(replay -> draft.reasons()
                        .add(pages(List.of(replay))
                                + " shows the same before, and is left out: a customer who stops there"
                                + " has not ordered."));
    }

    private LookAlike lookAlike(Found found, Replay at, Reading sample, Optional<String> when) {
        String order = "order " + OneLine.of(found.reading().orderId(), MAX_SHOWN) + " of "
                + OneLine.of(found.reading().amount(), MAX_SHOWN);
        boolean isTold =
                when.filter(text -> !Condition.isTrue(text, found.replay())).isPresent();
        if (found.reading().isSameAs(sample) && isBefore(found.replay(), at)) {
            return new LookAlike(
                    found.replay().visit().seen(),
                    "shows the same " + order + " before it is confirmed"
                            + (isTold
                                    ? "; the proposed when, " + when.get() + ", is not true there"
                                    : ", and no when was found that tells it apart: the order of a customer who stops there"
                                            + " would be reported"));
        }
        if (found.reading().isSameAs(sample)) {
            return new LookAlike(
                    found.replay().visit().seen(),
                    "shows the same " + order + " again, which is counted once, and not at all without a click");
        }
        return new LookAlike(
                found.replay().visit().seen(),
                (found.reading().isComplete()
                                ? "would be taken for " + order
                                : "would be kept as rejected, as not all of an order can be read there")
                        + (isTold
                                ? "; the proposed when, " + when.get() + ", is not true there"
                                : ", and no when was found that tells it apart: if it confirms no order, these settings are"
                                        + " not for this shop"));
    }

    private List<ProposedSetting> settings(Draft draft, Optional<String> when, List<Replay> different) {
        List<ProposedSetting> settings = new ArrayList<>();
        settings.add(new ProposedSetting(Proposed.CONFIRMATION, draft.pattern().toString(), whyPattern(draft)));
        when.ifPresent(text -> settings.add(new ProposedSetting(
                Proposed.WHEN,
                text,
                "It is true on the confirmation and not on " + pages(different) + ", where the same would be read.")));
        draft.id()
                .ifPresent(found -> settings.add(new ProposedSetting(
                        Proposed.ORDER_ID, draft.orderId(), why(draft, draft.orderId(), found, id.toString()))));
        draft.amount()
                .ifPresent(found -> settings.add(new ProposedSetting(
                        Proposed.AMOUNT, draft.total(), why(draft, draft.total(), found, total.toString()))));
        currency(draft).ifPresent(settings::add);
        return settings;
    }

    private static String whyPattern(Draft draft) {
        RecordedVisit seen = draft.sample().visit().seen();
        String page = seen.method() + " " + seen.path() + " answered " + seen.status()
                + " and is where order number and total were found.";
        return draft.pattern().isPrefix()
                ? page + " Its path has a part that is another for each order, so that all below is meant."
                : page;
    }

    /** Such as: {@code ${order.totalPrice}} is 16.50 on the confirmation, 0 on GET /order before it. */
    private String why(Draft draft, String expression, Candidate found, String typed) {
        String value = shown(draft.sample(), expression).orElse(typed);
        return "`" + expression + "` is " + value + " on the confirmation"
                + elsewhere(draft, expression, value)
                + (found.note().isEmpty() ? "" : " (" + found.note() + ")")
                + ".";
    }

    private String elsewhere(Draft draft, String expression, String value) {
        int sample = draft.sample().visit().seen().number();
        String before = "";
        boolean isNowhere = true;
        for (Replay replay : replays) {
            Optional<String> other = shown(replay, expression);
            RecordedVisit seen = replay.visit().seen();
            isNowhere &= seen.number() == sample || other.isEmpty();
            if (seen.number() < sample && other.isPresent() && !other.get().equals(value)) {
                before = ", " + other.get() + " on " + seen.method() + " " + seen.path() + " before it";
            }
        }
        return before.isEmpty() && isNowhere && replays.size() > 1 ? ", and nothing on the other pages" : before;
    }

    private static Optional<String> shown(Replay replay, String expression) {
        return replay.value(Expression.parse(expression))
                .map(value -> OneLine.of(Mask.of(value.toString()), MAX_SHOWN))
                .filter(text -> !text.isEmpty());
    }

    private Optional<ProposedSetting> currency(Draft draft) {
        Optional<String> beside = draft.amount().map(Candidate::currency).filter(text -> !text.isEmpty());
        if (beside.isPresent()) {
            String code = shown(draft.sample(), beside.get()).orElse("nothing");
            return Optional.of(new ProposedSetting(
                    Proposed.CURRENCY,
                    beside.get(),
                    "`" + beside.get() + "` is " + code + ", and stands beside the total." + counted(code)));
        }
        return draft.isByConvention()
                ? Optional.empty()
                : total.currency()
                        .filter(code -> !code.equals("USD"))
                        .map(code -> new ProposedSetting(
                                Proposed.CURRENCY,
                                code,
                                "The total was seen as " + OneLine.of(total.toString(), MAX_SHOWN)
                                        + ", and no value beside it says which currency it is in." + counted(code)));
    }

    private static String counted(String code) {
        return code.equalsIgnoreCase("USD")
                ? ""
                : " An order that is not in the currency of the account is kept as rejected, and not counted as if it were.";
    }

    private static String pages(List<Replay> others) {
        RecordedVisit first = others.get(0).visit().seen();
        return first.method() + " " + first.path() + (others.size() > 1 ? " and " + (others.size() - 1) + " more" : "");
    }
}
