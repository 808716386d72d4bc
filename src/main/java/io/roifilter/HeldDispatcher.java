package io.roifilter;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** A dispatcher of a {@link HeldRequest}: tells the response what the container does not tell it. */
final class HeldDispatcher implements RequestDispatcher {
    private final RequestDispatcher delegate;
    private final HeldResponse held;

    HeldDispatcher(RequestDispatcher delegate, HeldResponse held) {
        this.delegate = delegate;
        this.held = held;
    }

    @Override
    public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        held.forwards();
        delegate.forward(request, response);
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        held.includeBegins();
        try {
            delegate.include(request, response);
        } finally {
            held.includeEnds();
        }
    }
}
