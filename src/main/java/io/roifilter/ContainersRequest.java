package io.roifilter;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;

/** The container's own object, the same for all that happens to one request, whatever others have put around it. */
final class ContainersRequest {
    private ContainersRequest() {}

    static ServletRequest of(ServletRequest request) {
        ServletRequest at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        return at;
    }
}
