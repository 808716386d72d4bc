package io.roifilter;

import io.roifilter.admin.Confirmations;
import io.roifilter.click.Bots;
import io.roifilter.click.RoiDataFinder;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of an application that a click on a link with roi_data has made and no filter of ours has been asked about yet:
 * what is still in here when a request ends, none will be. No attribute of the request says it, as the application's listeners
 * would hear of that. Thread-safe.
 */
final class ArrivedLinks {
    /** As many as a server has threads, and then some. */
    private static final int MAX = 10_000;

    private final Confirmations confirmations;
    private volatile RoiDataFinder finder; // null until a filter has said what a link is
    private volatile int size; // for a look without a lock, as most requests come by no such link

    // By the container's own object; guarded by this
    private final Map<ServletRequest, String> open = new IdentityHashMap<>();

    ArrivedLinks(Confirmations confirmations) {
        this.confirmations = confirmations;
    }

    /** Of the filters' settings, which agree on it. */
    void know(String parameter, String cookie) {
        finder = new RoiDataFinder(parameter, cookie);
    }

    /** A request comes to the application, before all its filters. */
    void begins(HttpServletRequest request) {
        RoiDataFinder known = finder;
        Optional<String> roiData = known == null ? Optional.empty() : known.inLink(request);
        if (roiData.isPresent() && !Bots.haveSent(request)) {
            put(ContainersRequest.of(request), roiData.get());
        }
    }

    /** A filter of ours is asked about it. */
    void seen(ServletRequest request) {
        try {
            if (size > 0) {
                take(request).ifPresent(confirmations::linkSeen);
            }
        } catch (Throwable e) {
            // It is for a warning only.
        }
    }

    /** It ends; returns what is to be logged for that, if anything. */
    Optional<String> ends(ServletRequest request) {
        return size == 0
                ? Optional.empty()
                : take(request)
                        .flatMap(roiData ->
                                confirmations.linkMissed(roiData, ((HttpServletRequest) request).getRequestURI()));
    }

    private synchronized void put(ServletRequest key, String roiData) {
        if (open.size() < MAX) {
            open.put(key, roiData);
            size = open.size();
        }
    }

    private synchronized Optional<String> take(ServletRequest request) {
        Optional<String> roiData = Optional.ofNullable(open.remove(ContainersRequest.of(request)));
        size = open.size();
        return roiData;
    }
}
