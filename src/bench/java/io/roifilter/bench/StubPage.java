package io.roifilter.bench;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** The confirmation page at the end of a chain: it shows an order as request attribute {@code order}. */
final class StubPage implements FilterChain {
    private Object order;

    /** By the next answer. */
    void show(Object next) {
        order = next;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response) {
        request.setAttribute("order", order);
    }
}
