package io.roifilter.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** For a server that is to have the same port again, or cannot say which it has. */
public final class FreePort {
    private FreePort() {}

    /** One on loopback that was free a moment ago. */
    public static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
