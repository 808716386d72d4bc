package io.roifilter.jdbc;

import io.roifilter.thread.ContextClassLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection by a JDBC URL, made when it is first needed and again after it failed. */
final class UrlConnections implements ConnectionSource {
    private static final Pattern SCHEME = Pattern.compile("(?i)(jdbc:([a-z0-9]+)):.*", Pattern.DOTALL);

    /** Loaded by name: DriverManager, which looks for drivers once in the life of the JVM, need not know the application's. */
    private static final Map<String, String> DRIVERS = Map.of(
            "postgresql", "org.postgresql.Driver",
            "mariadb", "org.mariadb.jdbc.Driver",
            "mysql", "com.mysql.cj.jdbc.Driver");

    private final String url;
    private final Properties properties;
    private final String scheme;
    private final Driver driver;
    private final DriverRegistrations registrations;
    private Connection connection; // null while there is none

    private UrlConnections(
            String url, Properties properties, String scheme, Driver driver, DriverRegistrations registrations) {
        this.url = url;
        this.properties = properties;
        this.scheme = scheme;
        this.driver = driver;
        this.registrations = registrations;
    }

    static UrlConnections of(String url, Properties properties, ClassLoader loader) {
        Matcher matcher = SCHEME.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a JDBC URL");
        }
        DriverRegistrations registrations = new DriverRegistrations(loader);
        try {
            Driver driver = driver(matcher, url, loader);
            registrations.note();
            return new UrlConnections(url, withDefaults(matcher, properties), matcher.group(1), driver, registrations);
        } catch (IllegalArgumentException e) {
            registrations.note();
            registrations.undo();
            throw e;
        }
    }

    @Override
    public Connection take() throws SQLException {
        if (connection == null) {
            connection = connect();
        }
        return connection;
    }

    @Override
    public void giveBack(Connection given, boolean failed) {
        if (failed) {
            closeConnection();
        }
    }

    @Override
    public void close() {
        closeConnection();
        registrations.undo();
    }

    @Override
    public String toString() {
        return scheme + ":…";
    }

    /**
     * Without statements that the server keeps, unless the URL asks for them: behind PgBouncer in transaction mode, the next
     * transaction may be on another of the database's connections, which does not know them.
     */
    private static Properties withDefaults(Matcher url, Properties given) {
        Properties all = new Properties();
        if (url.group(2).equalsIgnoreCase("postgresql") && !url.group().contains("prepareThreshold=")) {
            all.setProperty("prepareThreshold", "0");
        }
        all.putAll(given);
        return all;
    }

    private static Driver driver(Matcher url, String whole, ClassLoader loader) {
        return load(url, whole, loader)
                .or(() -> DriverRegistrations.known(loader).stream()
                        .filter(known -> accepts(known, whole))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("there is no JDBC driver for " + url.group(1)
                        + "; put its jar beside roi-filter's, into WEB-INF/lib or into the server's lib"));
    }

    /** The driver of a known name, without asking DriverManager; empty if there is none. */
    private static Optional<Driver> load(Matcher url, String whole, ClassLoader loader) {
        String className = DRIVERS.get(url.group(2).toLowerCase(Locale.ROOT));
        if (className == null) {
            return Optional.empty();
        }
        try {
            Driver driver = (Driver) Class.forName(className, true, loader)
                    .getDeclaredConstructor()
                    .newInstance();
            if (accepts(driver, whole)) {
                return Optional.of(driver);
            }
            throw new IllegalArgumentException(
                    "the driver " + className + " does not take this " + url.group(1) + " URL; is it complete?");
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException("the driver " + className + " cannot be used: " + e, e);
        }
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        try {
            Connection made = ContextClassLoader.during(
                    driver.getClass().getClassLoader(), // by which drivers find their plug-ins
                    () -> driver.connect(url, properties));
            if (made == null) {
                throw new SQLException("the driver does not take the URL");
            }
            return made;
        } catch (SQLException e) {
            throw withoutSecrets(e);
        }
    }

    /** Some drivers show the URL, or a part of it, in what they throw. */
    private SQLException withoutSecrets(SQLException e) {
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all));
        String text = all.toString();
        if (secrets().stream().noneMatch(text::contains)) {
            return e;
        }
        String message = String.valueOf(e.getMessage());
        for (String secret : secrets()) {
            message = message.replace(secret, "…");
        }
        return new SQLException(message, e.getSQLState(), e.getErrorCode());
    }

    /** The URL's part after its scheme, and the values in it. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        secrets.add(url.substring(scheme.length() + 1));
        Optional.ofNullable(properties.getProperty("password")).ifPresent(secrets::add);
        Matcher values =
                Pattern.compile("(?i)pass[a-z]*=([^&;]+)|//[^/@]*:([^/@]+)@").matcher(url);
        while (values.find()) {
            secrets.add(values.group(1) != null ? values.group(1) : values.group(2));
        }
        return secrets;
    }

    private void closeConnection() {
        Connection closing = connection;
        connection = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                // It failed before: that is why it is closed.
            }
        }
    }
}
