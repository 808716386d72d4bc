package io.roifilter;

import io.roifilter.config.ContextName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;

/**
 * Says in the log of a container of Servlet 4.0 and before, such as Tomcat 9, what is needed, if an application there
 * has a setting or a filter of ours. Next to no other class of the jar can be linked in such a container, and newer ones do
 * not look for this one. Run by the container; thread-safe.
 *
 * <p>Tools that make applications of old containers ready for new ones, such as the one behind Tomcat's
 * {@code webapps-javaee}, rename what this class implements, and the file that names it; the jar then has that file twice, and
 * only this one is found. In a container that is new enough, {@link RoiInitializer} has its turn by this one.
 */
public final class OldContainerInitializer implements ServletContainerInitializer {
    private static final Logger LOGGER = System.getLogger(OldContainerInitializer.class.getName());

    /** Of Jakarta Servlet. */
    private static final int NEW_ENOUGH = 6;

    /** For the container. */
    public OldContainerInitializer() {}

    /** @throws ServletException as {@link RoiInitializer} in a container that is new enough */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        if (context.getMajorVersion() >= NEW_ENOUGH) {
            initialize(classes, context);
            return;
        }
        boolean declared = context.getFilterRegistrations().values().stream()
                .anyMatch(filter -> String.valueOf(filter.getClassName()).startsWith("io.roifilter."));
        if (declared || hasSetting(context)) {
            LOGGER.log(
                    Level.ERROR,
                    "roi-filter is switched off. " + ContextName.of(context.getContextPath())
                            + ": Jakarta Servlet 6.0 or later is needed, as in Tomcat 10.1 and Jetty 12; this is Servlet "
                            + context.getMajorVersion() + "." + context.getMinorVersion() + " of "
                            + context.getServerInfo()
                            + (declared
                                    ? ". Take the filters of io.roifilter out of web.xml: the application cannot start"
                                            + " with them"
                                    : ", where the application runs without it"));
        }
    }

    /** By reflection: the two have the same types only since a tool has renamed those of this class. */
    private static void initialize(Set<Class<?>> classes, ServletContext context) throws ServletException {
        try {
            Class<?> initializer =
                    Class.forName("io.roifilter.RoiInitializer", true, OldContainerInitializer.class.getClassLoader());
            initializer
                    .getMethod("onStartup", Set.class, ServletContext.class)
                    .invoke(initializer.getConstructor().newInstance(), classes, context);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ServletException failFast) {
                throw failFast;
            }
            tellOfFailure(context, "its initializer failed", e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            tellOfFailure(context, "its jar is not as it was built", e);
        }
    }

    private static void tellOfFailure(ServletContext context, String why, Throwable failure) {
        LOGGER.log(
                Level.ERROR,
                ContextName.of(context.getContextPath()) + ": roi-filter mounts no filter, because " + why
                        + ". Those that web.xml declares are not affected, unless the log says so; the application runs as"
                        + " ever",
                failure);
    }

    private static boolean hasSetting(ServletContext context) {
        return Collections.list(context.getInitParameterNames()).stream().anyMatch(name -> name.startsWith("roi."));
    }
}
