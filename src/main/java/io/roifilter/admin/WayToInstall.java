package io.roifilter.admin;

import io.roifilter.config.Setting;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where settings can be written, and how, so that they are read as they are meant. */
public enum WayToInstall {
    /** {@code context-param} of web.xml; the filters are mounted by themselves. */
    CONTEXT_PARAMS(
            "Context-params in web.xml",
            "Into WEB-INF/web.xml. Both filters are then mounted by themselves, ahead of the application's own.") {
        @Override
        public String text(List<PastedSetting> settings, DeclaredFilters declared) {
            return FilterXml.contextParams(settings);
        }
    },
    /** {@code filter} and {@code filter-mapping} of web.xml. */
    FILTER(
            "Filters in web.xml",
            "Into WEB-INF/web.xml, ahead of all other filters, in place of what it declares of these filters now.") {
        @Override
        public String text(List<PastedSetting> settings, DeclaredFilters declared) {
            return new FilterXml(declared).text(settings);
        }
    },
    /** A context file of Tomcat, for a WAR that stays as it is. */
    TOMCAT(
            "Tomcat's context file",
            "Into <Context> of conf/Catalina/localhost/NAME.xml. It says #{…}, as Tomcat itself replaces ${…} in its files.") {
        @Override
        public String text(List<PastedSetting> settings, DeclaredFilters declared) {
            return lines(
                    settings,
                    "<!-- %s -->\n",
                    setting -> "<Parameter name=\"" + property(setting) + "\" value=\""
                            + XmlText.inAttribute(DeferredExpression.of(setting.value()))
                            + "\" override=\"false\"/>\n");
        }
    },
    /** A context file of Jetty. */
    JETTY("Jetty's context file", "Into <Configure> of webapps/NAME.xml.") {
        @Override
        public String text(List<PastedSetting> settings, DeclaredFilters declared) {
            return lines(
                    settings,
                    "<!-- %s -->\n",
                    setting -> "<Call name=\"setInitParameter\">\n  <Arg>" + property(setting) + "</Arg>\n  <Arg>"
                            + XmlText.inElement(setting.value()) + "</Arg>\n</Call>\n");
        }
    },
    /** {@code -D} on the command line of Java. */
    SYSTEM_PROPERTIES(
            "System properties",
            "Into the command that starts Java, ahead of -jar or of the class, as a shell reads it. They hold for all"
                    + " applications of the server.") {
        @Override
        public String text(List<PastedSetting> settings, DeclaredFilters declared) {
            return settings.stream()
                    .map(setting -> ShellText.quoted("-D" + property(setting) + "=" + setting.value()))
                    .collect(Collectors.joining(" \\\n", "", "\n"));
        }
    },
    /** Variables, as a shell sets them. */
    ENVIRONMENT(
            "Environment variables",
            "Into what the shell reads before it starts the server, such as bin/setenv.sh of Tomcat. They hold for all"
                    + " applications of the server.") {
        @Override
        public String text(List<PastedSetting> settings, DeclaredFilters declared) {
            return lines(
                    settings,
                    "# %s\n",
                    setting -> "export " + Setting.environmentName(setting.name()) + "="
                            + ShellText.quoted(setting.value()) + "\n");
        }
    };

    private final String title;
    private final String where;

    WayToInstall(String title, String where) {
        this.title = title;
        this.where = where;
    }

    /** What it is called. */
    String title() {
        return title;
    }

    /** A sentence on where the text belongs. */
    String where() {
        return where;
    }

    /** The settings as they are to be pasted. */
    public abstract String text(List<PastedSetting> settings, DeclaredFilters declared);

    /** All, the most fitting first: filters that are declared already are to be changed where they are. */
    static List<WayToInstall> bestFirst(DeclaredFilters declared) {
        WayToInstall best = declared.insert().isPresent() ? FILTER : CONTEXT_PARAMS;
        return Arrays.stream(values())
                .sorted(Comparator.comparing(way -> way != best))
                .toList();
    }

    /** As JSON names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String property(PastedSetting setting) {
        return Setting.propertyName(setting.name());
    }

    /** How one setting is written. */
    private interface Line {
        String of(PastedSetting setting);
    }

    private static String lines(List<PastedSetting> settings, String comment, Line line) {
        return settings.stream()
                .map(setting ->
                        (setting.isToBeFilledIn() ? comment.formatted(setting.comment()) : "") + line.of(setting))
                .collect(Collectors.joining());
    }
}
