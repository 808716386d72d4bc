package io.roifilter.setup;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.text.Cookies;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One set-up by example, from its beginning to its end: what was recorded in it, searched and tried out. Thread-safe. */
final class Sitting {
    static final String COOKIE = "roi_setup";
    private static final Duration MOST_IDLE = Duration.ofHours(1);
    private static final int COOKIE_BYTES = 24;

    /** So many visits are kept. */
    static final int MAX_VISITS = 40;

    /** And so much of them all, in characters; a visit alone has at most a fraction of it. */
    static final long MAX_CHARACTERS = 8_000_000;

    private static final int MAX_SEARCHES = 5;

    private final RoiDataFinder clicks;
    private final Clock clock;
    private final Instant begun;
    private final String cookie;
    private final SlowGetters slow = new SlowGetters();
    private volatile Instant lastUsed;

    // Mutable state, guarded by this
    private final Deque<Visited> visits = new ArrayDeque<>();
    private final List<Search> searches = new ArrayList<>(); // the last few, oldest first
    private final Deque<Tried> tried = new ArrayDeque<>();
    private int count;
    private DryRun dryRun; // null if none goes on

    Sitting(RoiDataFinder clicks, Clock clock) {
        this.clicks = clicks;
        this.clock = clock;
        begun = clock.instant();
        lastUsed = begun;
        byte[] random = new byte[COOKIE_BYTES];
        new SecureRandom().nextBytes(random);
        cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String cookie() {
        return cookie;
    }

    RoiDataFinder clicks() {
        return clicks;
    }

    /** Which getters have taken too long to be asked again. */
    SlowGetters slow() {
        return slow;
    }

    boolean hasRunOut() {
        return Duration.between(lastUsed, clock.instant()).compareTo(MOST_IDLE) > 0;
    }

    /** Compared in a time that tells nothing. */
    boolean isOperators(HttpServletRequest request) {
        try {
            byte[] own = cookie.getBytes(StandardCharsets.UTF_8);
            boolean found = false;
            for (Cookie given : Cookies.named(COOKIE, request)) {
                found |= MessageDigest.isEqual(own, given.getValue().getBytes(StandardCharsets.UTF_8));
            }
            return found;
        } catch (Throwable e) {
            return false; // its cookies cannot be read; the application will see that for itself
        }
    }

    /** @return the number of a visit that begins now */
    synchronized int visitBegins() {
        lastUsed = clock.instant();
        return ++count;
    }

    Instant now() {
        return clock.instant();
    }

    /** Keeps a visit, if need be in place of the oldest. */
    synchronized void add(Visited visit) {
        visits.add(visit);
        long characters = visits.stream().mapToLong(Visited::characters).sum();
        while (visits.size() > MAX_VISITS || characters > MAX_CHARACTERS && visits.size() > 1) {
            characters -= visits.removeFirst().characters();
        }
    }

    /** The dry run that goes on; empty if none does. */
    synchronized Optional<DryRun> dryRun() {
        return Optional.ofNullable(dryRun);
    }

    /** @param judge of the dry run that went on when the request was judged */
    synchronized void add(Tried judged, DryRun judge) {
        if (judge == dryRun) {
            tried.add(judged);
            if (tried.size() > MAX_VISITS) {
                tried.removeFirst();
            }
        }
    }

    synchronized SetupView view() {
        return new SetupView(
                Optional.of(begun),
                byNumber().stream().map(Visited::seen).toList(),
                searches.isEmpty() ? Optional.empty() : Optional.of(searches.get(searches.size() - 1)),
                Optional.ofNullable(dryRun).map(DryRun::proposal),
                List.copyOf(tried));
    }

    /** Without a lock, as it takes a while: visits that come meanwhile are not looked through. */
    void search(String orderId, String total) {
        List<Visited> recorded;
        List<Search> earlier;
        synchronized (this) {
            lastUsed = clock.instant();
            recorded = byNumber();
            earlier = List.copyOf(searches);
        }
        Search search = new Proposer(recorded, earlier, clock).search(orderId, total);
        synchronized (this) {
            searches.add(search);
            if (searches.size() > MAX_SEARCHES) {
                searches.remove(0);
            }
        }
    }

    synchronized void tryOut(int number) {
        lastUsed = clock.instant();
        List<Proposal> proposals = searches.isEmpty()
                ? List.of()
                : searches.get(searches.size() - 1).proposals();
        if (number >= 0 && number < proposals.size()) {
            dryRun = new DryRun(proposals.get(number), clicks, clock);
            tried.clear();
        }
    }

    private List<Visited> byNumber() {
        return visits.stream()
                .sorted(Comparator.comparingInt(visit -> visit.seen().number()))
                .toList();
    }
}
