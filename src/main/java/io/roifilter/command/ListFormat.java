package io.roifilter.command;

import io.roifilter.outbox.LedgerEntry;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A list of entries as it is printed, one after the other, so that it may be long. Not thread-safe. */
interface ListFormat extends AutoCloseable {
    /** What can be asked for. */
    enum Name {
        table,
        csv,
        json;

        ListFormat to(PrintStream out) {
            return switch (this) {
                case table -> new Table(out);
                case csv -> new Csv(out);
                case json -> new JsonArray(out);
            };
        }
    }

    void add(LedgerEntry entry);

    @Override
    void close();

    /** A line for each entry, after one with the names. */
    abstract class Lines implements ListFormat {
        private boolean begun;

        /** Prints a line. */
        abstract void line(Collection<String> texts, Collection<String> names);

        @Override
        public final void add(LedgerEntry entry) {
            Map<String, String> columns = EntryText.columns(entry);
            if (!begun) {
                begun = true;
                line(columns.keySet(), columns.keySet());
            }
            line(columns.values(), columns.keySet());
        }

        final boolean isBegun() {
            return begun;
        }
    }

    /** For people: nothing in it breaks a line or steers the terminal. */
    final class Table extends Lines {
        private static final Map<String, Integer> WIDTHS = Map.of(
                "state",
                9,
                "order_id",
                20,
                "amount",
                12,
                "date",
                10,
                "accepted",
                20,
                "due",
                20,
                "settled",
                20,
                "attempts",
                8,
                "code",
                8,
                "roi_data",
                9);

        private final PrintStream out;

        Table(PrintStream out) {
            this.out = out;
        }

        @Override
        public void close() {
            if (!isBegun()) {
                out.println("none");
            }
        }

        @Override
        void line(Collection<String> texts, Collection<String> names) {
            Iterator<String> name = names.iterator();
            out.println(texts.stream()
                    .map(text -> cell(EntryText.line(text), WIDTHS.getOrDefault(name.next(), 1)))
                    .collect(Collectors.joining(" "))
                    .stripTrailing());
        }

        private static String cell(String text, int width) {
            return String.format(Locale.ROOT, "%-" + width + "s", text.isEmpty() ? "-" : text);
        }
    }

    /** For programs, by RFC 4180. */
    final class Csv extends Lines {
        private static final String LINE_END = "\r\n";

        private final PrintStream out;

        Csv(PrintStream out) {
            this.out = out;
        }

        @Override
        void line(Collection<String> texts, Collection<String> names) {
            out.print(texts.stream().map(Csv::quoted).collect(Collectors.joining(",")) + LINE_END);
        }

        @Override
        public void close() {
            out.flush();
        }

        private static String quoted(String text) {
            return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
        }
    }

    /** For programs: an array of objects. */
    final class JsonArray implements ListFormat {
        private final PrintStream out;
        private final JsonGenerator generator;

        JsonArray(PrintStream out) {
            this.out = out;
            generator = Json.createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            generator.writeStartArray();
        }

        @Override
        public void add(LedgerEntry entry) {
            generator.writeStartObject();
            EntryText.columns(entry).forEach((name, text) -> {
                if (name.equals("attempts")) {
                    generator.write(name, entry.attempts());
                } else if (!text.isEmpty()) {
                    generator.write(name, text);
                }
            });
            generator.writeEnd();
        }

        @Override
        public void close() {
            generator.writeEnd();
            generator.flush();
            out.println();
        }
    }
}
