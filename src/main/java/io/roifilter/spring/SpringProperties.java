package io.roifilter.spring;

import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds our settings in Spring's environment as they are written there, with placeholders, in any way that Spring Boot lets a
 * name be written: {@code roi.orderId}, {@code roi.order-id}, {@code ROI_ORDER_ID}; a list also item by item.
 */
final class SpringProperties {
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("roi");

    private final List<ConfigurationPropertySource> sources = new ArrayList<>(); // the first that has a value decides
    private final Map<String, Found> found = new LinkedHashMap<>(); // by the names of settings

    private SpringProperties(ConfigurableEnvironment environment) {
        ConfigurationPropertySources.get(environment).forEach(sources::add);
        Settings.names().forEach(name -> find(name).ifPresent(value -> found.put(name, value)));
        Settings.names().forEach(this::dropTheFartherOfTwo);
    }

    /**
     * What is written somewhere.
     *
     * @param source for messages
     * @param rank the lower, the closer
     */
    record Found(String text, String source, int rank) {}

    static SpringProperties of(ConfigurableEnvironment environment) {
        return new SpringProperties(environment);
    }

    /** By the names of settings. */
    Map<String, Found> found() {
        return found;
    }

    /**
     * What begins as ours do, and no setting is called so: by its key as ours are. What the whole process has is anybody's.
     */
    Map<String, Found> unknown() {
        Map<String, Found> unknown = new LinkedHashMap<>();
        for (int rank = 0; rank < sources.size(); rank++) {
            if (sources.get(rank) instanceof IterableConfigurationPropertySource names && !isOfProcess(names)) {
                int here = rank;
                names.stream()
                        .filter(name -> PREFIX.isAncestorOf(name) && !isKnown(name))
                        .forEach(name ->
                                unknown.putIfAbsent(name.toString(), read(names.getConfigurationProperty(name), here)));
            }
        }
        return unknown;
    }

    private Optional<Found> find(String setting) {
        ConfigurationPropertyName name = name(setting);
        for (int rank = 0; rank < sources.size(); rank++) {
            ConfigurationProperty property = sources.get(rank).getConfigurationProperty(name);
            if (property != null) {
                return Optional.of(read(property, rank));
            }
            List<Found> items = items(name, rank);
            if (!items.isEmpty()) {
                return Optional.of(new Found(
                        String.join(",", items.stream().map(Found::text).toList()),
                        items.get(0).source(),
                        rank));
            }
        }
        return Optional.empty();
    }

    private List<Found> items(ConfigurationPropertyName name, int rank) {
        List<Found> items = new ArrayList<>();
        ConfigurationProperty item = item(name, rank, 0);
        while (item != null) {
            items.add(read(item, rank));
            item = item(name, rank, items.size());
        }
        return items;
    }

    private ConfigurationProperty item(ConfigurationPropertyName name, int rank, int index) {
        return sources.get(rank).getConfigurationProperty(name.append("[" + index + "]"));
    }

    /** Of a secret and the file with it: one that is given from outside takes the place of the other. */
    private void dropTheFartherOfTwo(String name) {
        String file = name + "File";
        if (found.containsKey(name) && found.containsKey(file)) {
            int difference = found.get(name).rank() - found.get(file).rank();
            if (difference != 0) {
                found.remove(difference < 0 ? file : name);
            }
        }
    }

    private static Found read(ConfigurationProperty property, int rank) {
        Object underlying =
                property.getSource() == null ? null : property.getSource().getUnderlyingSource();
        Object place = property.getOrigin() != null
                ? property.getOrigin()
                : underlying instanceof PropertySource<?> source ? source.getName() : "";
        return new Found(
                String.valueOf(property.getValue()), "Spring property " + property.getName() + ", " + place, rank);
    }

    private static boolean isKnown(ConfigurationPropertyName name) {
        ConfigurationPropertyName plain = name.isLastElementIndexed() ? name.getParent() : name;
        return Settings.names().map(SpringProperties::name).anyMatch(plain::equals);
    }

    private static ConfigurationPropertyName name(String setting) {
        return ConfigurationPropertyName.of(Setting.kebabName(setting));
    }

    private static boolean isOfProcess(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> underlying
                && (underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)
                        || underlying.getName().contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
    }
}
