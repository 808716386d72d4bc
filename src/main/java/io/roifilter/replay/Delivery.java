package io.roifilter.replay;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Verdict;
import io.roifilter.text.Durations;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends orders, many in one POST, and reports what became of each. A POST that fails as a whole is sent again after a
 * pause, smaller each time, so that an order on which the endpoint breaks is set aside alone. When that leads nowhere,
 * sending ends: all orders from there on are still to do. Not thread-safe.
 */
final class Delivery {
    /** How often a POST may fail in a row before its order, one alone by then, is set aside. */
    private static final int MAX_FAILURES = 6;
    /** How many orders may be set aside in a row before it is the endpoint that is at fault, and not they. */
    private static final int MAX_SET_ASIDE = 3;

    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    /** Waits. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    private final ApiClient client;
    private final int batchSize;
    private final Duration firstPause;
    private final Pause pause;
    private final Report report;
    private final PrintStream progress;

    // Mutable state
    private final List<LoggedCall> waiting = new ArrayList<>();
    private final List<LoggedCall> later = new ArrayList<>(); // the endpoint takes others, but not these, not yet
    private boolean lastRound;
    private int maxCalls;
    private int failures;
    private int setAside;
    private boolean ended;

    /**
     * @param client not closed here
     * @param firstPause the pause after the first failure; it doubles from there
     * @param progress where to say why it takes long
     */
    Delivery(ApiClient client, int batchSize, Duration firstPause, Pause pause, Report report, PrintStream progress) {
        this.client = client;
        this.batchSize = batchSize;
        this.firstPause = firstPause;
        this.pause = pause;
        this.report = report;
        this.progress = progress;
        maxCalls = batchSize;
    }

    /** Takes an order, and sends it when there are enough for a POST. */
    void add(LoggedCall found) throws InterruptedException {
        waiting.add(found);
        if (waiting.size() >= batchSize) {
            sendWaiting();
        }
    }

    /** Sends what is left. */
    void finish() throws InterruptedException {
        sendWaiting();
        if (ended) {
            later.forEach(found -> report.undelivered(found, "the endpoint did not take it yet"));
        } else if (!later.isEmpty()) {
            lastRound = true;
            waiting.addAll(later);
            pause("the endpoint does not take " + later.size() + " orders yet", firstPause);
            sendWaiting();
        }
        later.clear();
    }

    private void sendWaiting() throws InterruptedException {
        while (!waiting.isEmpty() && !ended) {
            List<LoggedCall> batch = List.copyOf(waiting.subList(0, Math.min(maxCalls, waiting.size())));
            judge(batch, client.send(batch.stream().map(LoggedCall::call).toList()));
        }
        if (!waiting.isEmpty()) {
            report.notTried(waiting.get(0), waiting.size());
            waiting.clear();
        }
    }

    private void judge(List<LoggedCall> batch, List<Verdict> verdicts) throws InterruptedException {
        Verdict first = verdicts.get(0);
        if (verdicts.stream().anyMatch(Verdict::isSettled)) {
            settle(batch, verdicts);
            failures = 0;
            setAside = 0;
            maxCalls = Math.min(batchSize, 2 * maxCalls);
        } else if (first instanceof Verdict.Retry retry) {
            failed(batch, retry);
        } else {
            refused(batch, (Verdict.Blocked) first);
        }
    }

    private void settle(List<LoggedCall> batch, List<Verdict> verdicts) {
        for (int i = 0; i < batch.size(); i++) {
            LoggedCall found = batch.get(i);
            Verdict verdict = verdicts.get(i);
            if (verdict instanceof Verdict.Delivered) {
                report.delivered();
            } else if (verdict instanceof Verdict.Rejected) {
                report.rejected(found, verdict.text());
            } else if (lastRound) {
                report.undelivered(found, verdict.text());
            } else {
                later.add(found);
            }
        }
        waiting.subList(0, batch.size()).clear();
    }

    /** By the account, which ends it, or something in front of the endpoint may not like one of the orders. */
    private void refused(List<LoggedCall> batch, Verdict.Blocked refusal) throws InterruptedException {
        if (refusal.isAccounts()) {
            end(refusalOfAll(refusal));
        } else if (batch.size() == 1) {
            setAside(batch.get(0), refusal, refusalOfAll(refusal));
        } else {
            maxCalls = 1;
        }
    }

    private static String refusalOfAll(Verdict refusal) {
        return "the endpoint refuses all orders: " + refusal.text() + ". Check " + Verdict.Blocked.TO_CHECK;
    }

    private void failed(List<LoggedCall> batch, Verdict.Retry retry) throws InterruptedException {
        failures++;
        if (retry.notBefore().compareTo(MAX_PAUSE) > 0) {
            end("the endpoint asks to wait " + Durations.text(retry.notBefore()) + ": " + retry.text());
        } else if (batch.size() == 1 && failures >= MAX_FAILURES) {
            setAside(batch.get(0), retry, "the endpoint does not take orders: " + retry.text());
        } else {
            maxCalls = Math.max(1, batch.size() / 2);
            pause(retry.text(), longest(pauseAfter(failures), retry.notBefore()));
        }
    }

    /** @param whyAll what is the matter if the others are no better */
    private void setAside(LoggedCall found, Verdict verdict, String whyAll) throws InterruptedException {
        report.undelivered(found, verdict.text());
        waiting.remove(0);
        setAside++;
        if (setAside >= MAX_SET_ASIDE && !waiting.isEmpty() && !isAnotherTaken()) {
            end(whyAll);
        }
    }

    /** Those in a row may be alike: tries one or two that are far from them. */
    private boolean isAnotherTaken() throws InterruptedException {
        int last = waiting.size() - 1;
        for (int i : last > 1 ? new int[] {last, last / 2} : new int[] {last}) {
            List<LoggedCall> far = List.of(waiting.get(i));
            List<Verdict> verdicts = client.send(List.of(far.get(0).call()));
            if (verdicts.get(0).isSettled()) {
                waiting.add(0, waiting.remove(i)); // to the front, where what has been sent is
                judge(far, verdicts);
                return true;
            }
        }
        return false;
    }

    private void end(String why) {
        ended = true;
        progress.println("sending ends: " + why);
    }

    private void pause(String why, Duration duration) throws InterruptedException {
        progress.println(why + "; the next attempt is in " + Durations.text(duration));
        pause.of(duration);
    }

    private Duration pauseAfter(int times) {
        Duration duration = firstPause.multipliedBy(1L << (times - 1));
        return duration.compareTo(MAX_PAUSE) < 0 ? duration : longest(MAX_PAUSE, firstPause);
    }

    private static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
