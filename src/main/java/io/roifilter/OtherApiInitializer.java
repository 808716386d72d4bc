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
 * Says in the log of a container of the other Servlet API, such as Tomcat 9 for {@code -all.jar} and Tomcat 10.1 for
 * {@code -all-javax.jar}, which jar is the right one, if an application there has a setting or a filter of ours. Next to no other
 * class of the jar can be linked in such a container, and the right ones do not look for this one. Run by the container;
 * thread-safe.
 *
 * <p>Tools that make applications of old containers ready for new ones, such as the one behind Tomcat's
 * {@code webapps-javaee}, rename what this class implements, or {@link RoiInitializer} does, and the file that names it; the jar
 * then has that file twice, and only one of them is found. Where both are of one API, {@link RoiInitializer} has its turn by this
 * one.
 */
public final class OtherApiInitializer implements ServletContainerInitializer {
    private static final Logger LOGGER = System.getLogger(OtherApiInitializer.class.getName());

    /** The container's, once this class has been loaded. */
    private static final ServletApi API = ServletApi.of(ServletContainerInitializer.class);

    /** For the container. */
    public OtherApiInitializer() {}

    /** @throws ServletException as {@link RoiInitializer} where that is of the same API */
    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        try {
            Class<?> initializer =
                    Class.forName("io.roifilter.RoiInitializer", true, OtherApiInitializer.class.getClassLoader());
            if (ServletContainerInitializer.class.isAssignableFrom(initializer)) {
                initialize(initializer, classes, context);
                return;
            }
        } catch (NoClassDefFoundError e) {
            // It is of an API that is not there
        } catch (ReflectiveOperationException | LinkageError e) {
            tellOfFailure(context, "its jar is not as it was built", e);
            return;
        }
        tellOfJar(context);
    }

    /** By reflection: the two have the same types only since a tool has renamed those of one. */
    private static void initialize(Class<?> initializer, Set<Class<?>> classes, ServletContext context)
            throws ServletException, ReflectiveOperationException {
        try {
            initializer
                    .getMethod("onStartup", Set.class, ServletContext.class)
                    .invoke(initializer.getConstructor().newInstance(), classes, context);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ServletException failFast) {
                throw failFast;
            }
            tellOfFailure(context, "its initializer failed", e.getCause());
        }
    }

    private static void tellOfJar(ServletContext context) {
        boolean declared = context.getFilterRegistrations().values().stream()
                .anyMatch(filter -> String.valueOf(filter.getClassName()).startsWith("io.roifilter."));
        if (declared || hasSetting(context)) {
            LOGGER.log(
                    Level.ERROR,
                    "roi-filter is switched off. " + ContextName.of(context.getContextPath()) + ": this jar is not for "
                            + context.getServerInfo() + ", which has " + API.title() + " " + context.getMajorVersion()
                            + "." + context.getMinorVersion() + " (" + ServletContext.class.getPackageName() + "): "
                            + remedy(context)
                            + (declared
                                    ? ". Or take the filters of io.roifilter out of web.xml: the application cannot start"
                                            + " with them and this jar"
                                    : ". The application runs without it"));
        }
    }

    private static String remedy(ServletContext context) {
        return API.isSupported(context.getMajorVersion())
                ? "put " + API.jar() + " in its place"
                : "there is no jar for that, " + API.needed();
    }

    private static void tellOfFailure(ServletContext context, String why, Throwable failure) {
        LOGGER.log(
                Level.ERROR,
                ContextName.of(context.getContextPath()) + ": roi-filter mounts no filter, because " + why
                        + ". Those that web.xml declares are not affected, unless the log says so; the application runs as"
                        + " ever",
                failure);
    }

    /** For every application of a server, where the process has the endpoint. */
    private static boolean hasSetting(ServletContext context) {
        return System.getProperty("roi.endpoint") != null
                || System.getenv("ROI_ENDPOINT") != null
                || Collections.list(context.getInitParameterNames()).stream().anyMatch(name -> name.startsWith("roi."));
    }
}
