package io.roifilter.testing;

import jakarta.servlet.ServletContainerInitializer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real servlet container, in this process, on a loopback port. */
public enum Container {
    JETTY {
        @Override
        public Running start(Setup setup, ServletContainerInitializer application) throws Exception {
            HttpConfiguration configuration = new HttpConfiguration();
            if (setup.behindProxy()) {
                configuration.addCustomizer(new ForwardedRequestCustomizer());
            }
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
            connector.setHost("127.0.0.1");
            connector.setPort(setup.port());
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler(CONTEXT_PATH, ServletContextHandler.SESSIONS);
            context.addServletContainerInitializer(application);
            ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
            errors.setErrorPages(setup.errorPages());
            errors.setShowStacks(false);
            context.setErrorHandler(errors);
            server.setHandler(context);
            return started(server::start, connector::getLocalPort, context::stop, server::stop);
        }
    },

    TOMCAT {
        @Override
        public Running start(Setup setup, ServletContainerInitializer application) throws Exception {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(setup.directory().toString());
            tomcat.setPort(setup.port());
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            if (setup.behindProxy()) {
                tomcat.getEngine().getPipeline().addValve(new RemoteIpValve());
            }
            ((StandardHost) tomcat.getHost()).setErrorReportValveClass(WithoutStack.class.getName());
            Context context = tomcat.addContext(CONTEXT_PATH, null);
            context.addServletContainerInitializer(application, Set.of());
            setup.errorPages().forEach((error, path) -> context.addErrorPage(errorPage(error, path)));
            return started(
                    () -> {
                        tomcat.start();
                        if (!context.getState().isAvailable()) {
                            throw new IllegalStateException("not deployed");
                        }
                    },
                    () -> tomcat.getConnector().getLocalPort(),
                    context::stop,
                    () -> {
                        tomcat.stop();
                        tomcat.destroy();
                    });
        }

        private static ErrorPage errorPage(String error, String path) {
            ErrorPage page = new ErrorPage();
            if (error.matches("\\d+")) {
                page.setErrorCode(error);
            } else {
                page.setExceptionType(error);
            }
            page.setLocation(path);
            return page;
        }
    };

    private static final String CONTEXT_PATH = "/shop";

    /** The errors of the server's own shown without a stack, in which every filter can be seen. */
    public static final class WithoutStack extends ErrorReportValve {
        @Override
        protected String getPartialServletStackTrace(Throwable thrown) {
            return thrown.toString();
        }
    }

    /** A server with one application, until it is stopped. */
    public record Running(URI address, Action undeploying, Action stopping) {
        /** Stops the application alone, while the server still runs. */
        public void undeploy() throws Exception {
            undeploying.run();
        }

        public void stop() throws Exception {
            stopping.run();
        }
    }

    public interface Action {
        void run() throws Exception;
    }

    private interface Port {
        int get();
    }

    /**
     * How it is set up.
     *
     * @param directory for the container's own files
     * @param port 0 for one that is free
     * @param errorPages as in web.xml, a path by a status or the name of an exception's class
     * @param behindProxy whether there may be a proxy that says {@code X-Forwarded-Proto: https}
     */
    public record Setup(Path directory, int port, Map<String, String> errorPages, boolean behindProxy) {}

    /**
     * Deploys an application as {@code /shop}, on a free port.
     *
     * @param directory for the container's own files
     * @throws Exception if the deployment fails
     */
    public final Running start(Path directory, ServletContainerInitializer application) throws Exception {
        return start(new Setup(directory, 0, Map.of(), false), application);
    }

    /**
     * Deploys an application as {@code /shop}.
     *
     * @throws Exception if the deployment fails
     */
    public abstract Running start(Setup setup, ServletContainerInitializer application) throws Exception;

    private static Running started(Action start, Port port, Action undeploy, Action stop) throws Exception {
        try {
            start.run();
            return new Running(URI.create("http://127.0.0.1:" + port.get() + CONTEXT_PATH), undeploy, stop);
        } catch (Exception e) {
            stop.run();
            throw e;
        }
    }
}
