package io.roifilter;

import io.roifilter.config.WebApplication;
import io.roifilter.text.LogGuard;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Sees links with roi_data that {@link RoiCaptureFilter} does not: because it is missing, mapped elsewhere, or behind a filter
 * that redirects or answers by itself. Nothing that goes wrong in it comes out. Thread-safe.
 */
final class LinkListener implements ServletRequestListener {
    private static final Logger LOGGER = LogGuard.of(LinkListener.class.getName());

    private final ServletContext context;

    private LinkListener(ServletContext context) {
        this.context = context;
    }

    static void mount(ServletContext context) {
        context.addListener(new LinkListener(context));
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        try {
            if (event.getServletRequest() instanceof HttpServletRequest request && request.getQueryString() != null) {
                RoiTracker tracker = RoiTracker.running(context);
                if (tracker != null) {
                    tracker.links().begins(request);
                }
            }
        } catch (Throwable e) {
            // It is for a warning only.
        }
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        try {
            if (event.getServletRequest() instanceof HttpServletRequest request && request.getQueryString() != null) {
                RoiTracker tracker = RoiTracker.running(context);
                if (tracker != null) {
                    tracker.links()
                            .ends(request)
                            .ifPresent(text -> LOGGER.log(Level.WARNING, WebApplication.name(context) + ": " + text));
                }
            }
        } catch (Throwable e) {
            // The same.
        }
    }
}
