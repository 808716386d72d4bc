package io.roifilter.jdbc;

import io.roifilter.thread.ContextClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.InvalidNameException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.sql.DataSource;

/** Connections of the container's pool: each is given back after every piece of work. */
final class JndiConnections implements ConnectionSource {
    private final String name;
    private final ClassLoader applicationLoader;
    private DataSource dataSource; // null until it was found

    JndiConnections(String name) {
        this.name = name;
        applicationLoader = Thread.currentThread().getContextClassLoader();
        try {
            dataSource = lookUp();
        } catch (NameNotFoundException | InvalidNameException | NoInitialContextException e) {
            throw new IllegalArgumentException("the container has no resource of that name: " + e.getMessage(), e);
        } catch (NamingException e) {
            // It is there but cannot be made, say because its pool connects at once and the database is away.
        }
    }

    @Override
    public Connection take() throws SQLException {
        if (dataSource == null) {
            try {
                dataSource = lookUp();
            } catch (NamingException e) {
                throw new SQLException("the container cannot make " + name + ": " + e, e);
            }
        }
        return dataSource.getConnection();
    }

    @Override
    public void giveBack(Connection connection, boolean failed) {
        try {
            connection.close(); // the pool finds out for itself what failed
        } catch (SQLException e) {
            // What was committed is committed; the pool makes another connection.
        }
    }

    @Override
    public void close() {
        dataSource = null;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Containers find {@code java:comp/env} by the context class loader. */
    private DataSource lookUp() throws NamingException {
        Object found = ContextClassLoader.during(applicationLoader, () -> new InitialContext().lookup(name));
        if (found instanceof DataSource source) {
            return source;
        }
        throw new IllegalArgumentException("what the container has under that name is no javax.sql.DataSource");
    }
}
