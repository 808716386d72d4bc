package io.roifilter.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where the connections to a shared database come from. Made on the thread that starts the application; the rest is for
 * one thread at a time. Its text form names the database without a password.
 */
public interface ConnectionSource {
    /**
     * Connects by a JDBC URL. The driver is loaded by the class loader that loaded this class.
     *
     * @throws IllegalArgumentException if there is no driver for the URL; the message does not show the URL, which may
     *     have a password in it
     */
    static ConnectionSource ofUrl(String url) {
        return UrlConnections.of(url, new Properties(), ConnectionSource.class.getClassLoader());
    }

    /**
     * Connects as {@link #ofUrl(String)} does, for a process that is no application.
     *
     * @param properties beside those in the URL, such as {@code user} and {@code password}
     * @param loader loads the driver
     * @throws IllegalArgumentException as there
     */
    static ConnectionSource ofUrl(String url, Properties properties, ClassLoader loader) {
        return UrlConnections.of(url, properties, loader);
    }

    /**
     * Takes connections from a {@code DataSource} of the container's. It is looked up at once, with the context class
     * loader of the calling thread, by which containers tell applications apart.
     *
     * @throws IllegalArgumentException if there is nothing of that name, or no {@code DataSource}. If the container
     *     cannot make the {@code DataSource} at the moment, it is looked up again when it is needed
     */
    static ConnectionSource ofJndi(String name) {
        return new JndiConnections(name);
    }

    /** A connection that is nobody else's until it is given back. */
    Connection take() throws SQLException;

    /** @param failed whether the connection is better not used again */
    void giveBack(Connection connection, boolean failed);

    /** Closes what is open and leaves nothing behind in the JVM. Idempotent. */
    void close();
}
