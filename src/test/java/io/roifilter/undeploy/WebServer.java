package io.roifilter.undeploy;

import java.nio.file.Path;

/** A server of which a web application is a guest. */
interface WebServer {
    /** @return the port on loopback */
    int start() throws Exception;

    /**
     * Deploys the web application in a directory as {@code /shop}.
     *
     * @return its class loader, which is not to be kept
     */
    ClassLoader deploy(Path webapp) throws Exception;

    void undeploy() throws Exception;

    void stop() throws Exception;
}
