package io.roifilter.command;

import io.roifilter.outbox.LedgerEntry;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
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

    /** For people: nothing in it breaks a line or steers the terminal. */
    final class Table implements ListFormat {
        private static final Map<String, Integer> WIDTHS = Map.of(
                "state",
                9,
                "order_id",
                20,
                "amount",
                12,
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
        private boolean begun;

        Table(PrintStream out) {
            this.out = out;
        }

        @Override
        public void add(LedgerEntry entry) {
            Map<String, String> columns = EntryText.columns(entry);
            if (!begun) {
                begun = true;
                out.println(line(List.copyOf(columns.keySet()), columns.keySet()));
            }
            out.println(line(List.copyOf(columns.values()), columns.keySet()));
        }

        @Override
        public void close() {
            if (!begun) {
                out.println("none");
            }
        }

        private static String line(List<String> texts, Collection<String> names) {
            Iterator<String> name = names.iterator();
            return texts.stream()
                    .map(text -> cell(EntryText.line(text), WIDTHS.getOrDefault(name.next(), 1)))
                    .collect(Collectors.joining(" "))
                    .stripTrailing();
        }

        private static String cell(String text, int width) {
            return String.format(Locale.ROOT, "%-" + width + "s", text.isEmpty() ? "-" : text);
        }
    }

    /** For programs, by RFC 4180. */
    final class Csv implements ListFormat {
        private static final String LINE_END = "\r\n";

        private final PrintStream out;
        private boolean begun;

        Csv(PrintStream out) {
            this.out = out;
        }

        @Override
        public void add(LedgerEntry entry) {
            Map<String, String> columns = EntryText.columns(entry);
            if (!begun) {
                begun = true;
                out.print(String.join(",", columns.keySet()) + LINE_END);
            }
            out.print(columns.values().stream().map(Csv::quoted).collect(Collectors.joining(",")) + LINE_END);
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
