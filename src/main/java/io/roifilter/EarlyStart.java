package io.roifilter;

import io.roifilter.config.WebApplication;
import io.roifilter.text.LogGuard;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Starts filters with the application where the container waits for a first request, as Undertow does: what waits is to be sent
 * after a restart though nobody comes, and a wrong setting is for whoever deploys, not for a customer. A servlet, as those with
 * load-on-startup are started last, when all filters are known; it is mapped on nothing. Thread-safe.
 *
 * <p>A filter that the container makes itself, for {@code web.xml} say, is not to be had before. One of ours is then started in
 * its place, and the container's hands on to that.
 */
final class EarlyStart extends GenericServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = LogGuard.of(EarlyStart.class.getName());

    private final transient Map<String, MemberFilter> mounted;
    private final transient ForgottenSettings forgotten;
    private final transient StartedFilters filters = new StartedFilters();

    private EarlyStart(List<MemberFilter> mounted, ForgottenSettings forgotten) {
        this.mounted = mounted.stream()
                .collect(
                        Collectors.toUnmodifiableMap(filter -> filter.getClass().getName(), Function.identity()));
        this.forgotten = forgotten;
    }

    /**
     * Has it done when the time comes.
     *
     * @param mounted filters that are the application's by now
     * @param forgotten looks through the settings then
     */
    static void mount(List<MemberFilter> mounted, ForgottenSettings forgotten, ServletContext context) {
        EarlyStart start = new EarlyStart(mounted, forgotten);
        ServletRegistration.Dynamic registration = context.addServlet(EarlyStart.class.getName(), start);
        if (registration != null) { // else it is there, put in by another copy of this jar
            registration.setLoadOnStartup(Integer.MAX_VALUE);
            registration.setAsyncSupported(true);
            start.filters.watch(context);
        }
    }

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void init() throws ServletException {
        boolean failed = true;
        try {
            startAll();
            failed = false;
        } catch (RuntimeException | Error e) {
            failed = false;
            LOGGER.log(
                    Level.ERROR,
                    WebApplication.name(getServletContext())
                            + ": not all filters of roi-filter could be started with the application; where the container"
                            + " has not done so, they are with the first request",
                    e);
        } finally {
            if (failed) { // the container need not destroy it
                destroy();
            }
        }
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException {
        throw new UnavailableException("answers no requests");
    }

    /** Ends those that nobody else will. */
    @Override
    public void destroy() {
        filters.left().forEach(Filter::destroy);
    }

    private void startAll() throws ServletException {
        for (FilterRegistration registration :
                List.copyOf(getServletContext().getFilterRegistrations().values())) {
            MemberFilter filter = filters.begin(registration.getName(), () -> filter(registration));
            if (filter != null) {
                filter.begin(new EarlyConfig(registration, getServletContext()));
            }
        }
        forgotten.look(getServletContext());
    }

    /** @return null if it is none of ours */
    private MemberFilter filter(FilterRegistration registration) {
        MemberFilter own = mounted.get(registration.getName());
        if (own != null) {
            return own;
        }
        if (RoiCaptureFilter.class.getName().equals(registration.getClassName())) {
            return new RoiCaptureFilter();
        }
        return RoiInsertFilter.class.getName().equals(registration.getClassName()) ? new RoiInsertFilter() : null;
    }
}
