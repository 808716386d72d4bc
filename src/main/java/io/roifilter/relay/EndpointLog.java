package io.roifilter.relay;

import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import io.roifilter.outbox.Settlement;
import io.roifilter.text.ApplicationLog;
import io.roifilter.text.Durations;
import io.roifilter.text.LimitedLog;
import io.roifilter.text.OneLine;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the endpoint is, and what an operator reads of it: when an outage begins, once an hour while it lasts, and when it ends. */
final class EndpointLog {
    private static final Duration REPEAT = Duration.ofHours(1);
    private static final String KEPT = ". It is kept in the outbox as rejected.";
    private static final int MAX_REASON = 300;

    /** The refusal at which an order that was singled out is named. */
    private static final int NAMED_AT = 3;

    private final ApplicationLog log;
    private final Clock clock;
    private final Supplier<Optional<Instant>> nextTry;
    private final Rejections rejections;

    /** For what becomes of single orders, which anybody can make up. */
    private final LimitedLog orders;

    // Mutable state, guarded by this
    private EndpointState state;
    private Instant lastLogged;
    private Instant lastAnswer; // null before the first

    /** @param nextTry when the endpoint is asked again; empty if it is being asked now */
    EndpointLog(ApplicationLog log, Clock clock, Supplier<Optional<Instant>> nextTry) {
        this.log = log;
        this.clock = clock;
        this.nextTry = nextTry;
        rejections = new Rejections(log);
        orders = new LimitedLog((level, text) -> log.log(level, text), clock);
        state = EndpointState.untried(clock.instant());
    }

    synchronized EndpointState state() {
        return state;
    }

    /** When it was last seen what the endpoint does. */
    synchronized Optional<Instant> lastAnswer() {
        return Optional.ofNullable(lastAnswer);
    }

    /** Takes note of how the endpoint was seen, and logs what an operator should know of that. */
    synchronized void saw(EndpointState.Health health, String reason, Instant now) {
        EndpointState before = state;
        lastAnswer = now;
        state = before.then(health, OneLine.of(reason, MAX_REASON), now);
        if (state.isOutage() && isDue(before, now)) {
            lastLogged = now;
            logOutage(untilNextTry(now));
        } else if (before.isOutage() && !state.isOutage()) {
            log.log(
                    Level.INFO,
                    "the endpoint takes orders again, after " + Durations.text(Duration.between(before.since(), now)));
        }
    }

    private String untilNextTry(Instant now) {
        return nextTry.get()
                .map(next ->
                        ". The next attempt is in " + Durations.text(Duration.between(now, next)) + "; others follow")
                .orElse("");
    }

    private void logOutage(String next) {
        if (state.health() == EndpointState.Health.AWAY) {
            log.log(
                    Level.WARNING,
                    "the endpoint does not take orders since " + state.since() + ": " + state.reason() + next
                            + ". They wait in the outbox and are sent when it is back. If it does not come back, check"
                            + " endpoint, and that a firewall or proxy lets this machine out to it.");
        } else {
            log.log(
                    Level.ERROR,
                    "the endpoint refuses all orders since " + state.since() + ": " + state.reason() + next
                            + ". Check " + Verdict.Blocked.TO_CHECK
                            + ". The orders wait in the outbox; none is lost. They are sent once that is"
                            + " right; if endpoint was wrong, name the wrong one as formerEndpoint.");
        }
    }

    /** Names orders that are not taken while others are: not at the first time, which may have been a moment's fault. */
    void singledOut(Claimed claimed, Suspects suspects) {
        for (int i = 0; i < claimed.size(); i++) {
            Entry entry = claimed.entry(i);
            Verdict verdict = claimed.verdict(i);
            if (verdict != null
                    && !verdict.isSettled()
                    && suspects.isSingledOut(entry)
                    && suspects.refusals(entry) == NAMED_AT) {
                orders.log(
                        Level.WARNING,
                        "orders that are not taken while others are",
                        () -> "the endpoint takes other orders, but not order "
                                + entry.call().reference() + ": " + verdict.text()
                                + ". It is tried again, after growing"
                                + " pauses, holds up no other, and is kept as rejected if that does not help");
            }
        }
    }

    /** Of an order that is refused while there is no other to compare it with: at the third time, then ever more rarely. */
    void doubted(Entry entry, Verdict verdict, int refusals) {
        if (refusals >= NAMED_AT && refusals % NAMED_AT == 0 && Integer.bitCount(refusals / NAMED_AT) == 1) {
            orders.log(
                    Level.WARNING,
                    "orders that are not taken while there are no others",
                    () -> "the endpoint did not take order " + entry.call().reference() + " at " + refusals
                            + " attempts: " + verdict.text()
                            + ". No other order was sent meanwhile, so that the order or"
                            + " the account may be meant. It waits in the outbox and is tried again. If it stays so,"
                            + " check " + Verdict.Blocked.TO_CHECK);
        }
    }

    /** To be told when they are on disk, and of nothing that another node has settled meanwhile. */
    void settled(List<Settlement> settlements) {
        boolean allAlike = rejections.note(settlements, clock.instant());
        for (Settlement settlement : settlements) {
            if (settlement instanceof Settlement.Rejected rejected) {
                settled(rejected, allAlike);
            }
        }
    }

    private void settled(Settlement.Rejected rejected, boolean allAlike) {
        String order = "order " + rejected.entry().call().reference();
        if (RelayPolicy.EXPIRED.equals(rejected.code())) {
            orders.log(
                    Level.ERROR,
                    "orders that could not be delivered within retryFor",
                    () -> order + " could not be delivered within retryFor, " + rejected.text() + KEPT);
        } else if (!allAlike) {
            orders.log(
                    Level.WARNING,
                    "orders that the endpoint rejected",
                    () -> "the endpoint rejected " + order + ": " + rejected.text() + KEPT);
        }
    }

    /** Says what has been left out. */
    void close() {
        orders.close();
    }

    /** One entry when it begins, one when it turns from one kind into the other, then one an hour. */
    private boolean isDue(EndpointState before, Instant now) {
        return before.health() != state.health() || !now.isBefore(lastLogged.plus(REPEAT)) || now.isBefore(lastLogged);
    }
}
