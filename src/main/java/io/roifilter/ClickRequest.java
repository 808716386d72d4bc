package io.roifilter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * The request of a click: an application that goes on asynchronously with what it was called with gets the
 * {@link ClickResponse} from the context, too. All else is the container's.
 */
final class ClickRequest extends HttpServletRequestWrapper {
    private final ClickResponse response;

    ClickRequest(HttpServletRequest request, ClickResponse response) {
        super(request);
        this.response = response;
    }

    @Override
    public AsyncContext startAsync() {
        return new Context(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest otherRequest, ServletResponse otherResponse) {
        return new Context(super.startAsync(otherRequest, otherResponse));
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new Context(super.getAsyncContext());
    }

    /** Shows what the application was called with in place of what that is around. */
    private final class Context extends AsyncContextWrapper {
        Context(AsyncContext delegate) {
            super(delegate);
        }

        @Override
        public ServletRequest getRequest() {
            ServletRequest original = super.getRequest();
            return original == ClickRequest.this.getRequest() ? ClickRequest.this : original;
        }

        @Override
        public ServletResponse getResponse() {
            return hasOriginalRequestAndResponse() ? response : super.getResponse();
        }
    }
}
