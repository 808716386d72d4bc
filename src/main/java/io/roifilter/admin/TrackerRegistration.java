package io.roifilter.admin;

import io.roifilter.text.LogGuard;
import io.roifilter.thread.PlatformBeans;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * An application's {@link TrackerMXBean} in the platform's MBean server, from {@link #register} to {@link #close}. Without
 * it all else works; what is wrong is said. Thread-safe.
 */
public final class TrackerRegistration implements AutoCloseable {
    private static final Logger LOGGER = LogGuard.of(TrackerRegistration.class.getName());

    /** Virtual hosts and versions of an application that run side by side have the same context path. */
    private static final int MAX_INSTANCES = 100;

    private final String application;
    private final String contextPath;
    private final TrackerBean bean;

    // Mutable state, guarded by this
    private ObjectName registered; // null if it is not
    private boolean closed;

    /**
     * To be made on one of the application's threads, as some log managers know an application by them.
     *
     * @param application with which log entries begin
     * @param contextPath as the container has it, so empty for the root
     */
    public TrackerRegistration(String application, String contextPath, TrackerView view) {
        this.application = application;
        this.contextPath = contextPath;
        bean = new TrackerBean(view);
    }

    /** Nothing happens the second time, or once it is closed. Takes a moment where nobody has used JMX before. */
    public synchronized void register() {
        if (registered != null || closed) {
            return;
        }
        try {
            registered = register(PlatformBeans.server());
        } catch (JMException | RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, application + ": cannot be looked at by JMX", e);
        }
    }

    /** Takes it out again. */
    @Override
    public synchronized void close() {
        closed = true;
        if (registered == null) {
            return;
        }
        try {
            PlatformBeans.server().unregisterMBean(registered);
        } catch (InstanceNotFoundException e) {
            // Somebody has taken it out before.
        } catch (JMException | RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, application + ": " + registered + " cannot be taken out of JMX", e);
        }
        registered = null;
    }

    private ObjectName register(MBeanServer server) throws JMException {
        for (int instance = 1; ; instance++) {
            ObjectName name = name(instance);
            try {
                return server.registerMBean(bean, name).getObjectName();
            } catch (InstanceAlreadyExistsException e) {
                if (instance == MAX_INSTANCES) {
                    throw e;
                }
            }
        }
    }

    private ObjectName name(int instance) throws JMException {
        String context = contextPath.isEmpty() ? "/" : contextPath;
        boolean isPlain = context.chars().noneMatch(c -> ",=:\"*?\n\r".indexOf(c) >= 0);
        return new ObjectName("io.roifilter:type=Tracker,context=" + (isPlain ? context : ObjectName.quote(context))
                + (instance == 1 ? "" : ",instance=" + instance));
    }
}
