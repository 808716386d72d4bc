package io.roifilter.admin;

import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import java.util.List;
import java.util.stream.Collectors;

/** Settings as web.xml has them. */
final class FilterXml {
    private static final String CAPTURE_NAME = "roi-capture";
    private static final String INSERT_NAME = "roi-insert";

    private final DeclaredFilters declared;

    /** @param declared what the application declares now, whose names are kept */
    FilterXml(DeclaredFilters declared) {
        this.declared = declared;
    }

    static String contextParams(List<PastedSetting> settings) {
        return settings.stream().map(FilterXml::contextParam).collect(Collectors.joining());
    }

    private static String contextParam(PastedSetting setting) {
        return (setting.isToBeFilledIn() ? "<!-- " + setting.comment() + " -->\n" : "")
                + param("context-param", Setting.propertyName(setting.name()), setting.value(), "");
    }

    /** What both filters share as context-params, then the filters; the url-patterns are in the mapping. */
    String text(List<PastedSetting> settings) {
        List<PastedSetting> shared =
                settings.stream().filter(PastedSetting::isToBeFilledIn).toList();
        String captures = declared.capture().isPresent() ? "" : filter(CAPTURE_NAME, CheckFilters.CAPTURE, "");
        String mapsCapture = declared.capture().isPresent() ? "" : mapping(CAPTURE_NAME, "/*");
        String name = declared.insert().orElse(INSERT_NAME);
        return contextParams(shared)
                + captures
                + filter(name, CheckFilters.INSERT, initParams(settings))
                + mapsCapture
                + mapping(name, patterns(settings));
    }

    private static String initParams(List<PastedSetting> settings) {
        return settings.stream()
                .filter(setting -> !setting.isToBeFilledIn() && !isConfirmation(setting))
                .map(setting -> param("init-param", setting.name(), setting.value(), "  "))
                .collect(Collectors.joining());
    }

    private static String patterns(List<PastedSetting> settings) {
        return settings.stream()
                .filter(FilterXml::isConfirmation)
                .map(PastedSetting::value)
                .collect(Collectors.joining(","));
    }

    private static boolean isConfirmation(PastedSetting setting) {
        return setting.name().equals(Settings.CONFIRMATION.name());
    }

    private static String param(String element, String name, String value, String indent) {
        return indent + "<" + element + ">\n"
                + indent + "  <param-name>" + name + "</param-name>\n"
                + indent + "  <param-value>" + XmlText.inElement(value) + "</param-value>\n"
                + indent + "</" + element + ">\n";
    }

    private static String filter(String name, String type, String initParams) {
        return "<filter>\n  <filter-name>" + XmlText.inElement(name) + "</filter-name>\n  <filter-class>" + type
                + "</filter-class>\n" + initParams + "  <async-supported>true</async-supported>\n</filter>\n";
    }

    /** @param patterns separated by commas, as {@code confirmation} has them */
    private static String mapping(String name, String patterns) {
        StringBuilder mapping =
                new StringBuilder("<filter-mapping>\n  <filter-name>" + XmlText.inElement(name) + "</filter-name>\n");
        for (String pattern : patterns.split(",")) {
            mapping.append("  <url-pattern>")
                    .append(XmlText.inElement(pattern.strip()))
                    .append("</url-pattern>\n");
        }
        return mapping.append("</filter-mapping>\n").toString();
    }
}
