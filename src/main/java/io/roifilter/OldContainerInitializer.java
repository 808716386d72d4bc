package io.roifilter;

import io.roifilter.config.ContextName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;

/**
 * Says in the log of a container of Servlet 4.0 and before, such as Tomcat 9, what is needed, if an application there
 * has a setting or a filter of ours. Next to no other class of the jar can be linked in such a container, and newer ones do
 * not look for this one. Run by the container; thread-safe.
 */
public final class OldContainerInitializer implements ServletContainerInitializer {
    private static final Logger LOGGER = System.getLogger(OldContainerInitializer.class.getName());

    /** For the container. */
    public OldContainerInitializer() {}

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
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

    private static boolean hasSetting(ServletContext context) {
        return Collections.list(context.getInitParameterNames()).stream().anyMatch(name -> name.startsWith("roi."));
    }
}
