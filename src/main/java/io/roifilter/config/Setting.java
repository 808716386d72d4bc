package io.roifilter.config;

import io.roifilter.expression.Expression;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One setting: its name, default, meaning and parser, and who takes it. Immutable. The constants are in
 * {@link Settings}.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {
    /** How often an operator needs the setting; the order of the README. */
    enum Need {
        ESSENTIAL,
        FREQUENT,
        RARE
    }

    /** What holds when nothing is set. */
    sealed interface Default {
        /** As the README shows it. */
        String markdown();

        /** Nothing: it must be set. */
        record Required() implements Default {
            @Override
            public String markdown() {
                return "required";
            }
        }

        /** The same as if this text had been set. */
        record Text(String text) implements Default {
            @Override
            public String markdown() {
                return "`" + text + "`";
            }
        }

        /** The same as if this text had been set, where another setting has something of the order that a page states; else nothing. */
        record TextWith(String text, Setting<Expression> other) implements Default {
            @Override
            public String markdown() {
                return "`" + text + "` if `" + other + "` names `page.order`, else –";
            }
        }

        /** Something that no text can say, or nothing; the value is absent then. */
        record Absent(String markdown) implements Default {}

        static Default required() {
            return new Required();
        }

        static Default text(String text) {
            return new Text(text);
        }

        static Default textWith(String text, Setting<Expression> other) {
            return new TextWith(text, other);
        }

        static Default absent(String markdown) {
            return new Absent(markdown);
        }
    }

    private final String name;
    private final Need need;
    private final Users users;
    private final Default defaultValue;
    private final Parser<T> parser;
    private final String meaning;

    Setting(String name, Need need, Users users, Default defaultValue, Parser<T> parser, String meaning) {
        this.name = name;
        this.need = need;
        this.users = users;
        this.defaultValue = defaultValue;
        this.parser = parser;
        this.meaning = meaning;
    }

    /** The name as an init-param, such as {@code batchSize}. */
    public String name() {
        return name;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    /** The name of a setting as context-param and as system property, such as {@code roi.batchSize}. */
    public static String propertyName(String name) {
        return "roi." + name;
    }

    /** The name of a setting as environment variable, such as {@code ROI_BATCH_SIZE}. */
    public static String environmentName(String name) {
        return "ROI_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** The name of a setting as Spring Boot writes its properties, such as {@code roi.batch-size}. */
    public static String kebabName(String name) {
        return propertyName(name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    /** The name under which a file with the value may be given, if this is a secret. */
    Optional<String> fileName() {
        return isSecret() ? Optional.of(name + "File") : Optional.empty();
    }

    /** Every name by which it may be set. */
    Stream<String> names() {
        return Stream.concat(Stream.of(name), fileName().stream());
    }

    Need need() {
        return need;
    }

    boolean isTakenBy(Component component) {
        return users.components().contains(component);
    }

    Set<Component> takenBy() {
        return users.components();
    }

    /** Whether all filters of an application that take the setting must have the same value. */
    boolean isShared() {
        return users.share();
    }

    Default defaultValue() {
        return defaultValue;
    }

    /** What may be set, to follow the words "must be", in Markdown. */
    String allowed() {
        return parser.allowed();
    }

    /** What it is for, in Markdown. */
    String meaning() {
        return meaning;
    }

    /**
     * The value of a text that is given for it.
     *
     * @throws RefusedTextException if the text is not allowed
     */
    public T parse(String text) throws RefusedTextException {
        return parser.read(text);
    }

    /** A text, allowed or not, as logs may show it. */
    String show(String text) {
        return parser.redaction().show(text);
    }

    private boolean isSecret() {
        return parser.redaction() == Redaction.SECRET;
    }
}
