package io.roifilter.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LastingThreadsTest implements LastingThreads.Witness {
    private final List<String> said = new ArrayList<>();
    private final CountDownLatch ran = new CountDownLatch(2);
    private final Thread one = DaemonThread.of("1", "shop", ran::countDown);
    private final Thread two = DaemonThread.of("2", "shop", ran::countDown);
    private final LastingThreads threads = new LastingThreads(this::start, this);
    private int possible;

    @Test
    void whatCanBeStartedIsStartedAtOnceAndNothingIsSaid() throws Exception {
        possible = 2;
        threads.start(one);
        threads.start(two);
        ran.await();
        threads.startMissing();
        assertEquals(List.of(), said);
    }

    @Test
    void theOthersAreStartedLaterAndItIsSaidOnce() throws Exception {
        threads.start(one);
        threads.start(two);
        threads.startMissing();
        possible = 1;
        threads.startMissing();
        possible = 1;
        threads.startMissing();
        ran.await();
        assertEquals(List.of("missing roi-1 shop", "complete"), said);
    }

    @Test
    void whatIsGivenUpIsNeverStarted() {
        threads.start(one);
        assertTrue(threads.giveUp(one));
        possible = 2;
        threads.startMissing();
        threads.start(two);
        assertEquals(Thread.State.NEW, one.getState());
        assertFalse(threads.giveUp(one));
        assertFalse(threads.giveUp(two));
    }

    @Override
    public void missing(Thread thread, Throwable failure) {
        said.add("missing " + thread.getName());
        throw new OutOfMemoryError("for this, too");
    }

    @Override
    public void complete() {
        said.add("complete");
    }

    private void start(Thread thread) {
        if (possible == 0) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        possible--;
        thread.start();
    }
}
