package io.roifilter.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The tables of one purpose in one kind of database: a version, and the steps that lead from each to the next, of which
 * the first makes them. Immutable.
 *
 * <p>They stand in a resource, where a line {@code -- version 2} begins the second step, and so on. A statement ends with a
 * semicolon before an empty line; all other lines that begin with two hyphens are comments. The last statement of a step
 * writes the new version to where its reader finds it. Where nodes may take a step at the same time, each statement does
 * nothing if it was done before.
 */
public final class Schema {
    private final List<List<String>> steps;

    private Schema(List<List<String>> steps) {
        this.steps = steps;
    }

    /**
     * Reads it at once: when the tables are made, the jar may have been overwritten.
     *
     * @param beside a class in whose package the resource is
     */
    public static Schema of(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            return new Schema(Arrays.stream(text.split("(?m)^-- version \\d+$"))
                    .map(Schema::statements)
                    .filter(step -> !step.isEmpty())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> statements(String step) {
        return Stream.of(step.replaceAll("(?m)^--.*$", "").split(";\\s*(\n\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** The same with each statement changed. */
    public Schema with(UnaryOperator<String> change) {
        return new Schema(
                steps.stream().map(step -> step.stream().map(change).toList()).toList());
    }

    /** That all steps lead to. */
    public int version() {
        return steps.size();
    }

    /** Those of all steps. */
    public List<String> statements() {
        return steps.stream().flatMap(List::stream).toList();
    }

    /**
     * Takes the steps that are left.
     *
     * @param version of the tables that are there; 0 if there are none
     * @throws SQLException if the tables are of a later version, or a step fails
     */
    public void upgrade(Session session, int version) throws SQLException {
        if (version > version()) {
            throw new SQLException("its tables are of version " + version
                    + ", made by a later roi-filter than this one, which knows version " + version());
        }
        for (List<String> step : steps.subList(version, steps.size())) {
            for (String statement : step) {
                session.execute(statement);
            }
        }
    }
}
