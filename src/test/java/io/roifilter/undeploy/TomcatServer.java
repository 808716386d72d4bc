package io.roifilter.undeploy;

import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with its own class loader for web applications, whose checks for leaks are on by default. */
final class TomcatServer implements WebServer {
    private final Tomcat tomcat = new Tomcat();
    private Context context;

    TomcatServer(Path work) {
        tomcat.setBaseDir(work.toString());
        tomcat.setPort(0);
        tomcat.setAddDefaultWebXmlToWebapp(false);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
    }

    @Override
    public int start() throws Exception {
        tomcat.getHost().setAutoDeploy(false);
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public ClassLoader deploy(Path webapp) {
        context = tomcat.addWebapp("/shop", webapp.toString());
        return context.getLoader().getClassLoader();
    }

    @Override
    public void undeploy() {
        tomcat.getHost().removeChild(context);
        context = null;
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
