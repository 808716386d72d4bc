package io.roifilter.undeploy;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty with its own class loader for web applications. */
final class JettyServer implements WebServer {
    private final Path work;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private WebAppContext context;

    JettyServer(Path work) {
        this.work = work;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(contexts);
    }

    @Override
    public int start() throws Exception {
        server.start();
        return connector.getLocalPort();
    }

    @Override
    public ClassLoader deploy(Path webapp) throws Exception {
        context = new WebAppContext(webapp.toString(), "/shop");
        context.setTempDirectory(work.toFile());
        context.addConfiguration(new AnnotationConfiguration());
        context.setThrowUnavailableOnStartupException(true);
        context.setServer(server);
        contexts.addHandler(context);
        context.start();
        return context.getClassLoader();
    }

    @Override
    public void undeploy() throws Exception {
        context.stop();
        contexts.removeHandler(context);
        context.destroy();
        context = null;
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
