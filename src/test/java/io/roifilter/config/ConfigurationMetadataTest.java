package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.config.Setting.Default;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What editors know of the settings in Spring Boot's files is what the code does. Where the code has changed, this test writes
 * the file as it is to be into {@code target}.
 */
class ConfigurationMetadataTest {
    private static final Path FILE = Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

    @Test
    void itIsTheCodes() throws IOException {
        String expected = metadata();
        Path made = Path.of("target").resolve(FILE.getFileName());
        Files.writeString(made, expected);
        assertEquals(expected, Files.exists(FILE) ? Files.readString(FILE) : "", "copy " + made + " to " + FILE);
    }

    private static String metadata() {
        JsonArrayBuilder properties = Json.createArrayBuilder();
        for (Setting<?> setting : Settings.all()) {
            properties.add(property(setting.name(), setting));
            setting.fileName().ifPresent(name -> properties.add(property(name, setting)));
        }
        JsonObjectBuilder group = Json.createObjectBuilder()
                .add("name", "roi")
                .add("description", "Reports orders after clicks in emails.");
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.writeObject(Json.createObjectBuilder()
                    .add("groups", Json.createArrayBuilder().add(group))
                    .add("properties", properties)
                    .build());
        }
        return text.toString().strip() + "\n";
    }

    private static JsonObjectBuilder property(String name, Setting<?> setting) {
        boolean isFile = !name.equals(setting.name());
        JsonObjectBuilder property = Json.createObjectBuilder()
                .add("name", Setting.kebabName(name))
                .add("type", isFile ? "java.lang.String" : type(setting))
                .add(
                        "description",
                        isFile
                                ? "A file with " + setting.name() + "."
                                : sentence(setting.meaning(), setting.allowed()));
        if (!isFile && setting.defaultValue() instanceof Default.Text text) {
            property.add("defaultValue", text.text());
        }
        return property;
    }

    private static String type(Setting<?> setting) {
        return Stream.of("true", "false").allMatch(text -> parses(setting, text, Boolean.class))
                ? "java.lang.Boolean"
                : Stream.of("1", "100").allMatch(text -> parses(setting, text, Integer.class))
                        ? "java.lang.Integer"
                        : "java.lang.String";
    }

    private static boolean parses(Setting<?> setting, String text, Class<?> type) {
        try {
            return type.isInstance(setting.parse(text));
        } catch (RefusedTextException e) {
            return false;
        }
    }

    /** Without the marks of Markdown. Editors show the first sentence in lists, so what is allowed stands behind it. */
    private static String sentence(String meaning, String allowed) {
        String first = meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1);
        return (first + ". Allowed: " + allowed + ".").replace("`", "");
    }
}
