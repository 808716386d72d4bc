package io.roifilter.spring;

import io.roifilter.config.FrameworkSettings;
import io.roifilter.config.Setting;
import io.roifilter.spring.SpringProperties.Found;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.core.env.ConfigurableEnvironment;

/** Gives an application the settings that Spring's environment has, with Spring's own placeholders replaced. */
final class SpringSettings {
    private static final String PLACEHOLDER = "${";
    private static final String WRITE =
            "is Spring's own placeholder in its properties: for an expression write #{…}, which means the same and which Spring"
                    + " leaves as it is";

    private SpringSettings() {}

    static boolean isAnyGiven(ConfigurableEnvironment environment) {
        return !SpringProperties.of(environment).found().isEmpty();
    }

    /** @param warning takes what is to be said besides, a line each */
    static void give(ConfigurableEnvironment environment, ServletContext context, Consumer<String> warning) {
        SpringProperties properties = SpringProperties.of(environment);
        List<FrameworkSettings.Given> settings = new ArrayList<>();
        properties.found().forEach((name, found) -> {
            settings.add(given(Setting.propertyName(name), found, environment));
            if (isYamlComment(found)) {
                warning.accept(found.source()
                        + " is empty. In YAML, # begins a comment: put an expression into quotes, '#{…}'");
            }
        });
        properties.unknown().forEach((key, found) -> settings.add(given(key, found, environment)));
        FrameworkSettings.give(context, StateDirectory.ofProcess(), "Spring property", settings);
    }

    private static FrameworkSettings.Given given(String key, Found found, ConfigurableEnvironment environment) {
        String text = found.text();
        if (!text.contains(PLACEHOLDER)) {
            return new FrameworkSettings.Given(key, text, found.source(), "", "");
        }
        try {
            String value = environment.resolveRequiredPlaceholders(text);
            String remark = value.equals(text) ? "" : "Spring has replaced a ${…} in it, which " + WRITE;
            return new FrameworkSettings.Given(key, value, found.source(), "", remark);
        } catch (IllegalArgumentException e) { // whose text may show a secret
            return new FrameworkSettings.Given(
                    key,
                    text,
                    found.source(),
                    "Spring finds nothing to put in the place of a ${…} in it, which " + WRITE,
                    "");
        }
    }

    private static boolean isYamlComment(Found found) {
        String source = found.source().toLowerCase(Locale.ROOT);
        return found.text().isBlank() && (source.contains(".yml") || source.contains(".yaml"));
    }
}
