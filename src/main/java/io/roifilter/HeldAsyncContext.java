package io.roifilter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * The asynchronous context of a {@link HeldRequest}. {@link #complete} is where the answer ends: Jetty has sent it before
 * any listener hears of that. Without a request and response of the application's own it shows those that are held.
 */
final class HeldAsyncContext extends AsyncContextWrapper {
    private final ServletRequestWrapper request;
    private final HeldResponse response;
    private final HeldVisit visit;

    /** @param request the held one, as the application sees it */
    HeldAsyncContext(AsyncContext delegate, ServletRequestWrapper request, HeldResponse response, HeldVisit visit) {
        super(delegate);
        this.request = request;
        this.response = response;
        this.visit = visit;
    }

    @Override
    public void complete() {
        visit.answerEnds();
        super.complete();
    }

    /** The held one in place of the one that it is around. Behind a forward the original is another, from before that. */
    @Override
    public ServletRequest getRequest() {
        ServletRequest original = super.getRequest();
        return original == request.getRequest() ? request : original;
    }

    @Override
    public ServletResponse getResponse() {
        return hasOriginalRequestAndResponse() ? response : super.getResponse();
    }

    @Override
    public void addListener(AsyncListener listener) {
        super.addListener(AsyncEvents.to(new HeldListener(listener)));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest servletRequest, ServletResponse servletResponse) {
        super.addListener(AsyncEvents.to(new HeldListener(listener)), servletRequest, servletResponse);
    }

    /** Shows the application's listener the held context, as that may end the answer there, at a timeout for instance. */
    private final class HeldListener implements AsyncEvents.Receiver {
        private final AsyncListener listener;

        HeldListener(AsyncListener listener) {
            this.listener = listener;
        }

        @Override
        public void complete(AsyncEvent event) throws IOException {
            listener.onComplete(held(event));
        }

        @Override
        public void timeout(AsyncEvent event) throws IOException {
            listener.onTimeout(held(event));
        }

        @Override
        public void error(AsyncEvent event) throws IOException {
            listener.onError(held(event));
        }

        @Override
        public void startAsync(AsyncEvent event) throws IOException {
            listener.onStartAsync(held(event));
        }

        private AsyncEvent held(AsyncEvent event) {
            AsyncContext context = event.getAsyncContext();
            return new AsyncEvent(
                    context == null ? null : new HeldAsyncContext(context, request, response, visit),
                    event.getSuppliedRequest(),
                    event.getSuppliedResponse(),
                    event.getThrowable());
        }
    }
}
