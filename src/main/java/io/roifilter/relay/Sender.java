package io.roifilter.relay;

import io.roifilter.api.ApiClient;
import io.roifilter.api.MethodCall;
import io.roifilter.api.Verdict;
import io.roifilter.outbox.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sends what was claimed: in one POST, and if that is refused as a whole, in smaller ones, to find out whether it is the
 * endpoint or one of the orders. First three of them alone; if none of these is taken, it is no single order's fault, and all
 * wait. Else the others are halved again and again, so that each gets past those that are to blame. How many POSTs that
 * takes is bounded, and for how long. Thread-safe.
 *
 * <p>Orders of which it is known that they are refused go alone, and a few at a time: one before the others, so that it is
 * not the number of POSTs that it is refused for, the rest behind them.
 */
final class Sender {
    /** Enough to find five among a hundred; more are found the next time. */
    private static final int MAX_POSTS = 40;

    /** One more than it takes to get from all to one: then the endpoint has failed meanwhile. */
    private static final int MAX_FAILURES_IN_A_ROW = 9;

    private static final int MAX_ALONE = 5;

    /** So long after the last POST, a limit of their number is hardly the reason for a refusal. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final ApiClient client;
    private final Suspects suspects;
    private final long maxNanos;
    private final BooleanSupplier stopping;
    private final Clock clock;
    private volatile Instant lastPost = Instant.EPOCH;

    /**
     * @param lease how long a claim is held, of which a part may be spent on the search
     * @param stopping whether no POST is to be begun any more
     */
    Sender(ApiClient client, Suspects suspects, Duration lease, BooleanSupplier stopping, Clock clock) {
        this.clock = clock;
        this.client = client;
        this.suspects = suspects;
        maxNanos = lease.toNanos() / 4;
        this.stopping = stopping;
    }

    /**
     * What the endpoint as a whole is seen to do.
     *
     * @param isTaken whether it has dealt with an order
     * @param failure what there was instead; empty also if nothing was said of the endpoint
     * @param order the only one that was sent, if the failure is about one
     * @param calls how many went in one POST and were not taken so, but every one of them in smaller POSTs; else 0
     * @param isGeneral whether the failure was the same for single orders out of many
     * @param isCutShort whether there was no time to send all of them again
     */
    record Seen(
            boolean isTaken,
            Optional<Verdict> failure,
            Optional<Entry> order,
            int calls,
            boolean isGeneral,
            boolean isCutShort) {}

    /**
     * Has a verdict put on each that was sent; the others are as they were claimed.
     *
     * @param hasWaited whether there was a pause before this, such as the endpoint may have asked for
     */
    Seen send(Claimed claimed, boolean hasWaited) throws InterruptedException {
        return new Round(claimed, hasWaited).send();
    }

    private final class Round {
        private final Claimed claimed;
        private final boolean hasWaited;
        private boolean taken;
        private boolean searching;
        private boolean quiet; // before the first POST
        private boolean refusedAlone;
        private boolean down;
        private final List<Integer> refusedInSearch = new ArrayList<>(); // each of them alone
        private int posts;
        private int failuresInARow;
        private int tooMany;
        private boolean general;
        private boolean cutShort;
        private Optional<Verdict> failure = Optional.empty();
        private Optional<Entry> order = Optional.empty();

        Round(Claimed claimed, boolean hasWaited) {
            this.claimed = claimed;
            this.hasWaited = hasWaited;
        }

        Seen send() throws InterruptedException {
            List<Integer> together = indexes(false);
            List<Integer> lone = indexes(true);
            Optional<Integer> first = first(lone);
            boolean firstRefused = first.isPresent() && !postFirst(first.get());
            if (!together.isEmpty()) {
                sendTogether(together);
            }
            if (firstRefused && (together.isEmpty() || taken)) {
                int index = first.get();
                refusedAlone = true;
                suspects.refusedAlone(claimed.entry(index), claimed.verdict(index), true, taken || quiet);
            }
            sendAlone(lone.stream()
                    .filter(i -> first.filter(i::equals).isEmpty())
                    .limit(MAX_ALONE)
                    .toList());
            if (taken) {
                refusedInSearch.forEach(i -> suspects.othersTaken(claimed.entry(i)));
            }
            boolean eachTaken = taken && !refusedAlone && !down && unsettled() == 0;
            return new Seen(
                    taken, taken ? Optional.empty() : failure, order, eachTaken ? tooMany : 0, general, cutShort);
        }

        private void sendAlone(List<Integer> lone) throws InterruptedException {
            for (int alone : lone) {
                if (failure.isEmpty() && mayGoOn() && !post(List.of(alone))) {
                    failedAlone(alone);
                }
            }
        }

        private Optional<Integer> first(List<Integer> lone) {
            Optional<Entry> first =
                    suspects.first(lone.stream().map(claimed::entry).toList());
            return lone.stream()
                    .filter(i -> first.isPresent() && first.get() == claimed.entry(i))
                    .findFirst();
        }

        /**
         * A limit of how much is sent would not meet the first. That it is refused counts only if what follows is not.
         *
         * @return false if it is refused in a way that may be its own
         */
        private boolean postFirst(int index) throws InterruptedException {
            if (stopping.getAsBoolean()) {
                return true;
            }
            quiet = Duration.between(lastPost, clock.instant()).abs().compareTo(QUIET) >= 0;
            List<Integer> only = List.of(index);
            long begun = suspects.begin();
            List<Verdict> verdicts = client.send(calls(only));
            posts++;
            lastPost = clock.instant();
            claimed.answered(only, verdicts);
            if (verdicts.get(0).isSettled()) {
                settled(begun, only);
                return true;
            }
            return !Suspects.mayBeTheOrders(verdicts.get(0));
        }

        private List<Integer> indexes(boolean alone) {
            return IntStream.range(0, claimed.size())
                    .filter(i -> suspects.goesAlone(claimed.entry(i)) == alone)
                    .boxed()
                    .toList();
        }

        private long unsettled() {
            return IntStream.range(0, claimed.size())
                    .filter(i ->
                            claimed.verdict(i) == null || !claimed.verdict(i).isSettled())
                    .count();
        }

        private void sendTogether(List<Integer> together) throws InterruptedException {
            if (post(together)) {
                return;
            }
            if (together.size() == 1) {
                failedAlone(together.get(0));
                return;
            }
            Verdict refusal = claimed.verdict(together.get(0));
            boolean isAskedToWait = !hasWaited && asksToWait(refusal);
            if (!Suspects.mayBeTheOrders(refusal) || isAskedToWait || !search(together)) {
                failure = Optional.of(refusal);
            }
        }

        private static boolean asksToWait(Verdict verdict) {
            return verdict instanceof Verdict.Retry retry && !retry.notBefore().isZero();
        }

        /** @return whether any was taken */
        private boolean search(List<Integer> refused) throws InterruptedException {
            searching = true;
            List<Integer> rest = new ArrayList<>(refused);
            int last = refused.size() - 1;
            List<Integer> opinions =
                    Stream.of(0, last, last / 2).distinct().map(refused::get).toList();
            for (Integer alone : opinions) {
                boolean isAskedAgain =
                        !refusedInSearch.isEmpty() && asksToWait(claimed.verdict(refusedInSearch.get(0)));
                if (!taken && mayGoOn() && !isAskedAgain) {
                    post(List.of(alone));
                    rest.remove(alone);
                }
            }
            if (taken) {
                tooMany = refused.size();
                halve(rest);
            }
            general = !taken && rest.size() < refused.size();
            cutShort = !mayGoOn();
            searching = false;
            if (!taken && refusedInSearch.size() == 1) {
                order = Optional.of(claimed.entry(refusedInSearch.get(0)));
            }
            return taken;
        }

        private void halve(List<Integer> part) throws InterruptedException {
            int middle = part.size() / 2;
            List<List<Integer>> refused = new ArrayList<>();
            for (List<Integer> half : List.of(part.subList(0, middle), part.subList(middle, part.size()))) {
                if (!half.isEmpty() && mayGoOn() && !post(half) && half.size() > 1) {
                    refused.add(half);
                }
            }
            for (List<Integer> half : refused) {
                halve(half);
            }
        }

        /** Of one that has been singled out, it says nothing of the endpoint. */
        private void failedAlone(int index) {
            Entry entry = claimed.entry(index);
            if (!suspects.isSingledOut(entry)) {
                Verdict refusal = claimed.verdict(index);
                failure = Optional.of(refusal);
                order = Suspects.mayBeTheOrders(refusal) ? Optional.of(entry) : Optional.empty();
            }
        }

        /** @return whether the endpoint has dealt with any of them */
        private boolean post(List<Integer> indexes) throws InterruptedException {
            long begun = suspects.begin();
            List<Verdict> verdicts = client.send(calls(indexes));
            posts++;
            lastPost = clock.instant();
            claimed.answered(indexes, verdicts);
            if (verdicts.stream().anyMatch(Verdict::isSettled)) {
                settled(begun, indexes);
                return true;
            }
            failuresInARow++;
            down = !Suspects.mayBeTheOrders(verdicts.get(0));
            refused(indexes, verdicts.get(0));
            return false;
        }

        private void refused(List<Integer> indexes, Verdict verdict) {
            Entry first = claimed.entry(indexes.get(0));
            boolean saysAccount = verdict instanceof Verdict.Blocked blocked && blocked.isAccounts();
            boolean isAlone = indexes.size() == 1;
            if (isAlone && (!down || saysAccount && suspects.isSingledOut(first))) {
                refusedAlone = true;
                suspects.refusedAlone(first, verdict, taken, false);
                if (searching) {
                    refusedInSearch.add(indexes.get(0));
                }
            } else if (saysAccount) {
                suspects.accountRefused();
            }
        }

        private void settled(long begun, List<Integer> indexes) {
            taken = true;
            failuresInARow = 0;
            suspects.taken(
                    begun,
                    indexes.stream()
                            .filter(i -> claimed.verdict(i).isSettled())
                            .map(claimed::entry)
                            .toList());
            indexes.stream()
                    .filter(i -> Suspects.mayBeTheOrders(claimed.verdict(i)))
                    .forEach(i -> suspects.passedOver(claimed.entry(i)));
        }

        private List<MethodCall> calls(List<Integer> indexes) {
            return indexes.stream().map(i -> claimed.entry(i).call()).toList();
        }

        private boolean mayGoOn() {
            return !down
                    && !stopping.getAsBoolean()
                    && posts < MAX_POSTS
                    && failuresInARow < MAX_FAILURES_IN_A_ROW
                    && claimed.nanos() < maxNanos;
        }
    }
}
