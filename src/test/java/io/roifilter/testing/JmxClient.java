package io.roifilter.testing;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;

/** Looks at this process by JMX, through RMI on loopback, as JConsole and the exporters do. */
public final class JmxClient implements AutoCloseable {
    private final JMXConnectorServer server;
    private final JMXConnector connector;
    private final MBeanServerConnection connection;

    public JmxClient() throws IOException {
        Map<String, Object> onLoopback = Map.of(
                RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                new LoopbackServerSockets(),
                RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE,
                new LoopbackSockets());
        server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), onLoopback, ManagementFactory.getPlatformMBeanServer());
        server.start();
        connector = server.toJMXConnector(null);
        connector.connect();
        connection = connector.getMBeanServerConnection();
    }

    /** The names that match a pattern. */
    public Set<ObjectName> names(String pattern) throws IOException, JMException {
        return connection.queryNames(new ObjectName(pattern), null);
    }

    /** All attributes that can be read, by name. */
    public Map<String, Object> attributes(String name) throws IOException, JMException {
        ObjectName bean = new ObjectName(name);
        String[] names = Arrays.stream(connection.getMBeanInfo(bean).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        AttributeList values = connection.getAttributes(bean, names);
        Map<String, Object> attributes = new TreeMap<>();
        values.asList().forEach(attribute -> attributes.put(attribute.getName(), attribute.getValue()));
        return attributes;
    }

    /** Calls an operation whose parameters are texts. */
    public Object invoke(String name, String operation, String... arguments) throws IOException, JMException {
        String[] types =
                Stream.of(arguments).map(argument -> String.class.getName()).toArray(String[]::new);
        return connection.invoke(new ObjectName(name), operation, arguments, types);
    }

    @Override
    public void close() throws IOException {
        try {
            connector.close();
        } finally {
            server.stop();
        }
    }

    private static final class LoopbackServerSockets implements RMIServerSocketFactory {
        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        }
    }

    private static final class LoopbackSockets implements RMIClientSocketFactory, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        }
    }
}
