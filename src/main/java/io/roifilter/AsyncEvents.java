package io.roifilter;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/**
 * Hands on what becomes of asynchronous processing. The only listener of that kind in the jar, and one that can be made out of
 * nothing: WildFly makes a component of each that it finds in a WAR, and complains of those that it cannot make (WFLYEE0007).
 */
final class AsyncEvents implements AsyncListener {
    private volatile Receiver receiver; // null in what WildFly makes, which it does not use

    /** For WildFly. */
    AsyncEvents() {}

    /** As an {@link AsyncListener}. */
    interface Receiver {
        void complete(AsyncEvent event) throws IOException;

        void timeout(AsyncEvent event) throws IOException;

        void error(AsyncEvent event) throws IOException;

        void startAsync(AsyncEvent event) throws IOException;
    }

    static AsyncListener to(Receiver receiver) {
        AsyncEvents events = new AsyncEvents();
        events.receiver = receiver;
        return events;
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        receiver.complete(event);
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        receiver.timeout(event);
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        receiver.error(event);
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        receiver.startAsync(event);
    }
}
