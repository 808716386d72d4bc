package io.roifilter.bench;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** The end of a chain; counts, so that there is something to see for those who optimize. */
final class StubChain implements FilterChain {
    private long requests;

    long requests() {
        return requests;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response) {
        requests++;
    }
}
