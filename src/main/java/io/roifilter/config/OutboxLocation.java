package io.roifilter.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the outbox is kept. Its text form never shows a JDBC URL, which may have a password in it. Immutable.
 *
 * <p>Equality is written out, because until Java 19 the JDK keeps the generated one of a record (asTypeCache of
 * MethodHandle), and with it the class loader of an application that has gone.
 */
public sealed interface OutboxLocation {
    /** In files of this instance, in the outbox directory. */
    record Embedded() implements OutboxLocation {
        @Override
        public boolean equals(Object other) {
            return other instanceof Embedded;
        }

        @Override
        public int hashCode() {
            return Embedded.class.hashCode();
        }

        @Override
        public String toString() {
            return "embedded";
        }
    }

    /**
     * In a shared database.
     *
     * @param url the JDBC URL; may have a password in it, so never log it
     */
    record Jdbc(String url) implements OutboxLocation {
        // Those of which a driver is often there and an outbox cannot be; of others only the connection tells.
        private static final Pattern URL = Pattern.compile(
                "(jdbc:(?!(?i:sqlite|h2|hsqldb|derby|oracle|sqlserver|jtds|db2|firebirdsql):)[A-Za-z0-9]+:)\\S+");

        @Override
        public boolean equals(Object other) {
            return other instanceof Jdbc that && url.equals(that.url);
        }

        @Override
        public int hashCode() {
            return url.hashCode();
        }

        @Override
        public String toString() {
            Matcher matcher = URL.matcher(url);
            return matcher.matches() ? matcher.group(1) + "…" : "…";
        }
    }

    /**
     * In a shared database whose {@code DataSource} the container provides.
     *
     * @param name the JNDI name, such as {@code java:comp/env/jdbc/roi}
     */
    record Jndi(String name) implements OutboxLocation {
        private static final Pattern NAME = Pattern.compile("java:[A-Za-z0-9_./:-]+");

        @Override
        public boolean equals(Object other) {
            return other instanceof Jndi that && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Reads {@code embedded}, {@code jdbc:…} or {@code java:…}; empty if the text is none of these. */
    static Optional<OutboxLocation> of(String text) {
        if (text.equals("embedded")) {
            return Optional.of(new Embedded());
        }
        if (Jdbc.URL.matcher(text).matches()) {
            return Optional.of(new Jdbc(text));
        }
        return Jndi.NAME.matcher(text).matches() ? Optional.of(new Jndi(text)) : Optional.empty();
    }
}
