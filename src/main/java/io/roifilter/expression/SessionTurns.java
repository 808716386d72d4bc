package io.roifilter.expression;

import jakarta.servlet.http.HttpSession;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Has the pages of a visitor that are answered at the same time change the session one after the other, so that none undoes what
 * another has done. A page waits for its turn a moment at most and then goes on without: the session's listeners and its store
 * are code of the shop, which may itself be waiting for that page. Thread-safe.
 */
final class SessionTurns {
    private static final long LONGEST_MILLIS = 250;

    /** Few enough to be kept for good; sessions that have the same by chance wait for each other. */
    private static final ReentrantLock[] TURNS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private SessionTurns() {}

    /** What a change throws is thrown on. */
    static void take(HttpSession session, Runnable change) {
        ReentrantLock turn = TURNS[Math.floorMod(String.valueOf(session.getId()).hashCode(), TURNS.length)];
        boolean isOurs = await(turn);
        try {
            change.run();
        } finally {
            if (isOurs) {
                turn.unlock();
            }
        }
    }

    private static boolean await(ReentrantLock turn) {
        try {
            return turn.tryLock(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the page's own affair
            return false;
        }
    }
}
