package io.roifilter;

import jakarta.servlet.ServletContainerInitializer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real servlet container on a free loopback port; behind a proxy that may say {@code X-Forwarded-Proto: https}. */
enum Container {
    JETTY {
        @Override
        Running start(Path directory, ServletContainerInitializer application) throws Exception {
            HttpConfiguration configuration = new HttpConfiguration();
            configuration.addCustomizer(new ForwardedRequestCustomizer());
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler(CONTEXT_PATH, ServletContextHandler.SESSIONS);
            context.addServletContainerInitializer(application);
            server.setHandler(context);
            return started(server::start, connector::getLocalPort, context::stop, server::stop);
        }
    },

    TOMCAT {
        @Override
        Running start(Path directory, ServletContainerInitializer application) throws Exception {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            tomcat.getEngine().getPipeline().addValve(new RemoteIpValve());
            Context context = tomcat.addContext(CONTEXT_PATH, null);
            context.addServletContainerInitializer(application, Set.of());
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
    };

    private static final String CONTEXT_PATH = "/shop";

    /** A server with one application, until it is stopped. */
    record Running(URI address, Action undeploying, Action stopping) {
        /** Stops the application alone, while the server still runs. */
        void undeploy() throws Exception {
            undeploying.run();
        }

        void stop() throws Exception {
            stopping.run();
        }
    }

    interface Action {
        void run() throws Exception;
    }

    private interface Port {
        int get();
    }

    /**
     * Deploys an application as {@code /shop}.
     *
     * @param directory for the container's own files
     * @throws Exception if the deployment fails
     */
    abstract Running start(Path directory, ServletContainerInitializer application) throws Exception;

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
