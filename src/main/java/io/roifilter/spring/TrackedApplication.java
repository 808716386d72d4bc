package io.roifilter.spring;

import io.roifilter.RoiHealth;
import io.roifilter.RoiMounting;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What is done for one application, by the thread that starts it; what it is asked for is for any. Only with {@code failFast}
 * does anything that goes wrong come out.
 */
final class TrackedApplication {
    private static final Logger LOGGER = System.getLogger(TrackedApplication.class.getName());

    private final ConfigurableEnvironment environment;
    private final ListableBeanFactory beans;
    private RoiMounting mounting; // null before the first step, and if that has failed
    private volatile RoiHealth health; // null before the first step

    TrackedApplication(ConfigurableEnvironment environment, ListableBeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    /** Empty before the application has a servlet context. */
    Optional<RoiHealth> health() {
        return Optional.ofNullable(health);
    }

    void mountClicks(ServletContext context) {
        try {
            health = new RoiHealth(context);
            SpringSettings.give(environment, context, text -> LOGGER.log(Level.WARNING, text));
            mounting = new RoiMounting(context, OwnRegistrations.of(beans));
            mounting.mountClicks();
            if (!mounting.isAnythingOfOurs()) {
                LOGGER.log(
                        Level.INFO,
                        "roi-filter is there and does nothing, because roi.endpoint is not set, say in application.properties");
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    void mountReports(ServletContext context) {
        try {
            if (mounting != null) {
                mounting.mountReports();
            }
        } catch (ServletException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void failed(Throwable fault) {
        LOGGER.log(
                Level.ERROR,
                "Filters of roi-filter that the application does not register itself may be missing; each that is there"
                        + " says so. The application runs as ever",
                fault);
    }
}
