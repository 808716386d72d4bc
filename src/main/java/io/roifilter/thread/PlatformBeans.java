package io.roifilter.thread;

import java.lang.management.ManagementFactory;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;

/** The platform's MBean server, which is one for all class loaders of a process. */
public final class PlatformBeans {
    private PlatformBeans() {}

    /**
     * It is made for whoever asks first, by the builder that the server may have named ({@code javax.management.builder.initial}).
     * The JDK looks for that with the caller's context class loader, and our threads have one that knows nothing but the JDK:
     * Open Liberty's is on the class path.
     *
     * @throws JMRuntimeException if there is none, and none can be made
     */
    public static MBeanServer server() {
        try {
            return ContextClassLoader.during(
                    ClassLoader.getSystemClassLoader(), ManagementFactory::getPlatformMBeanServer);
        } catch (JMRuntimeException e) {
            return ManagementFactory.getPlatformMBeanServer();
        }
    }
}
