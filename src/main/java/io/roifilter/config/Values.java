package io.roifilter.config;

import io.roifilter.api.Credentials;
import io.roifilter.http.HttpProxy;
import io.roifilter.http.OutgoingWay;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The settings of a component, with which nothing is wrong. For the one thread that starts the component. */
public final class Values {
    private final Component component;
    private final Map<Setting<?>, Value<?>> values = new HashMap<>();

    Values(Component component) {
        this.component = component;
    }

    private record Value<T>(T value, String shown) {}

    /** @param shown what was set, as logs may show it */
    <T> void put(Setting<T> setting, T value, String shown) {
        values.put(setting, new Value<>(value, shown));
    }

    /**
     * The value of a setting that is required or has a default.
     *
     * @throws IllegalArgumentException if the component does not take the setting
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** What the API user is known by. */
    public Credentials credentials() {
        return new Credentials(get(Settings.API_KEY), get(Settings.SHARED_SECRET));
    }

    /** By which the endpoint is reached: by the proxy that is set, else as this process is told otherwise. */
    public OutgoingWay way() {
        Optional<String> user = find(Settings.PROXY_USER);
        Optional<String> password = find(Settings.PROXY_PASSWORD);
        return OutgoingWay.by(find(Settings.PROXY)
                .map(at -> HttpProxy.at(at.getHostString(), at.getPort()))
                .map(proxy -> user.isPresent() && password.isPresent()
                        ? proxy.withLogin(user.get(), password.get())
                        : proxy));
    }

    /** What was set, as logs may show it. */
    public String shown(Setting<?> setting) {
        return values.get(setting).shown();
    }

    /**
     * The value of a setting that need not have any.
     *
     * @throws IllegalArgumentException if the component does not take the setting
     */
    @SuppressWarnings("unchecked") // put has put it in
    public <T> Optional<T> find(Setting<T> setting) {
        if (!setting.isTakenBy(component)) {
            throw new IllegalArgumentException(component.className() + " does not take " + setting);
        }
        return Optional.ofNullable((Value<T>) values.get(setting)).map(Value::value);
    }
}
