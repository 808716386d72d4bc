package io.roifilter.config;

import io.roifilter.api.Credentials;
import java.util.Optional;

/** The settings of a component, with which nothing is wrong. For the one thread that starts the component. */
public final class Values {
    private final Resolution resolution;

    Values(Resolution resolution) {
        this.resolution = resolution;
    }

    /**
     * The value of a setting that is required or has a default.
     *
     * @throws IllegalArgumentException if the component does not take the setting
     */
    public <T> T get(Setting<T> setting) {
        return resolution.value(setting).orElseThrow();
    }

    /** What the API user is known by. */
    public Credentials credentials() {
        return new Credentials(get(Settings.API_KEY), get(Settings.SHARED_SECRET));
    }

    /** What was set, as logs may show it. */
    public String shown(Setting<?> setting) {
        return resolution.shown(setting);
    }

    /**
     * The value of a setting that need not have any.
     *
     * @throws IllegalArgumentException if the component does not take the setting
     */
    public <T> Optional<T> find(Setting<T> setting) {
        return resolution.value(setting);
    }
}
