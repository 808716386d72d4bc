package io.roifilter;

import io.roifilter.config.WebApplication;
import io.roifilter.text.LogGuard;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * Mounts the filters in an application that has an {@code endpoint} and does not declare them itself:
 * {@link RoiInsertFilter} on the url-patterns of {@code confirmation}, {@link RoiCaptureFilter} on {@code /*} unless
 * {@code capture} is false. Does nothing in other applications, so that the jar may lie in a folder that many share, and
 * never mounts a filter that is declared, under whatever name. Run by the container; thread-safe.
 *
 * <p>If {@code statusPath} is given, it mounts {@link RoiStatusServlet} there, too. With {@code setup} it mounts what records
 * a sample order.
 *
 * <p>If a setting of the filters is wrong, none is mounted, and one log entry lists every problem; with {@code failFast} the
 * deployment fails.
 */
public final class RoiInitializer implements ServletContainerInitializer {
    private static final Logger LOGGER = LogGuard.of(RoiInitializer.class.getName());

    /** For the container. */
    public RoiInitializer() {}

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        try {
            RoiMounting mounting = new RoiMounting(context, Set.of());
            mounting.mountClicks();
            mounting.mountReports();
        } catch (RuntimeException | Error e) {
            LOGGER.log(
                    Level.ERROR,
                    WebApplication.name(context)
                            + ": RoiInitializer failed. Filters of roi-filter that web.xml does not"
                            + " declare may be missing; each that is there says so. The application runs as ever",
                    e);
        }
    }
}
