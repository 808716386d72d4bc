package io.roifilter.config;

import io.roifilter.config.Lookup.Found;
import io.roifilter.config.Lookup.Refused;
import io.roifilter.config.Setting.Default;
import io.roifilter.expression.Expression;
import io.roifilter.http.OutgoingWay;
import io.roifilter.text.LogGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of one component as its operator gave them: the values, where each came from, and all that is wrong.
 * What others find wrong with a value, say that there is no such database, is {@linkplain #report reported} here, so that
 * one exception tells it all. Not thread-safe: for the one thread that starts the component.
 *
 * <p>A setting is looked up in this order: init-param {@code name} of the filter or servlet, context-param
 * {@code roi.name}, system property {@code roi.name}, environment variable {@code ROI_NAME}. White space around a value
 * does not count, and a value that is nothing else, anywhere, is as good as not given. A secret may also be the content of
 * the file that {@code nameFile} leads to; in the place that decides, only one of the two may be given. The replay command, which is
 * no part of an application, looks into the last two places alone.
 */
public final class Resolution {
    private final Component component;
    private final Sources sources;
    private final Lookup lookup;
    private final Map<Setting<?>, Found> found = new LinkedHashMap<>();
    private final Values values;
    private final List<Problem> problems = new ArrayList<>();
    private boolean unknownNames;
    private boolean remembers; // and needs neither an endpoint nor what an order must have

    private Resolution(Component component, Sources sources) {
        this.component = component;
        values = new Values(component);
        this.sources = sources;
        lookup = new Lookup(Place.of(component, sources), sources.base().forRelativePaths());
    }

    /** Looks up and checks every setting that a component takes, and every name that its deployment has set. */
    public static Resolution of(Component component, Sources sources) {
        Resolution resolution = new Resolution(component, sources);
        resolution.remembers = component == Component.INSERT_FILTER
                && resolution.lookup.find(Settings.REPORT) instanceof Found report
                && ReportMode.isRemember(report.text());
        Settings.all().stream().filter(setting -> setting.isTakenBy(component)).forEach(resolution::resolve);
        resolution.checkRelations();
        List<Problem> names = NameCheck.check(component, sources);
        resolution.unknownNames = !names.isEmpty();
        resolution.problems.addAll(names);
        return resolution;
    }

    /**
     * The value of a setting, be it given or the default; empty if there is none or the one given is not allowed.
     *
     * @throws IllegalArgumentException if the component does not take the setting
     */
    public <T> Optional<T> value(Setting<T> setting) {
        return values.find(setting);
    }

    /** As {@link Values#way}, of what is allowed. */
    public OutgoingWay way() {
        return values.way();
    }

    /** Whether the setting was given a value, be it allowed or not; a default is not given. */
    public boolean isGiven(Setting<?> setting) {
        Found value = found.get(setting);
        return value != null && !value.source().equals(SettingInEffect.DEFAULT);
    }

    /** The files that secrets were read from. */
    public List<Path> secretFiles() {
        return found.values().stream()
                .flatMap(value -> value.file().stream())
                .distinct()
                .toList();
    }

    /** The settings that all filters of an application that take them must have alike, and this component takes. */
    public List<Setting<?>> shared() {
        return Settings.all().stream()
                .filter(setting -> setting.isShared() && setting.isTakenBy(component))
                .filter(setting -> !remembers || setting.isTakenBy(Component.CAPTURE_FILTER))
                .toList();
    }

    /** Whether a parameter of the deployment has a name of ours that no setting has, or one that belongs elsewhere. */
    public boolean hasUnknownNames() {
        return unknownNames;
    }

    /** Whether the deployment shall fail on a problem; if {@code failFast} is itself not allowed, it shall not. */
    public boolean failFast() {
        return value(Settings.FAIL_FAST).orElse(false);
    }

    /**
     * Adds a problem with the value of a setting.
     *
     * @param setting the setting whose value is not right
     * @param allowed what is wrong or would be right, to follow a colon; must not show a secret
     */
    public void report(Setting<?> setting, String allowed) {
        Found value = found.get(setting);
        problems.add(
                value == null
                        ? new Problem(setting.name(), "", allowed, "")
                        : new Problem(setting.name(), setting.show(value.text()), allowed, value.source()));
    }

    /** Reports the setting that says where files are kept if nothing does, and the machine has no place for them. */
    public void requireDirectory(Setting<Path> setting) {
        if (!found.containsKey(setting) && sources.base().find().isEmpty()) {
            report(
                    setting,
                    "is required here: the server has no directory of its own that outlives a restart, and neither the"
                            + " user's directory for states (XDG_STATE_HOME, ~/.local/state) nor the working directory can"
                            + " be written; give it as one of " + lookup.places(setting));
        }
    }

    /** Adds a problem. */
    public void report(Problem problem) {
        problems.add(problem);
    }

    /** All that is wrong so far. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * The values.
     *
     * @throws ConfigurationException if there is any problem
     */
    public Values checked() throws ConfigurationException {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(component.owner(sources.name()), problems);
        }
        return values;
    }

    /** Every setting that has a value, allowed or not. */
    public List<SettingInEffect> inEffect() {
        return found.entrySet().stream()
                .map(entry -> inEffect(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The same in one line. */
    public String summary() {
        return inEffect().stream().map(SettingInEffect::toString).collect(Collectors.joining(", "));
    }

    private static SettingInEffect inEffect(Setting<?> setting, Found value) {
        return new SettingInEffect(
                setting.name(), LogGuard.oneLine(setting.show(value.text())), LogGuard.oneLine(value.source()));
    }

    private void resolve(Setting<?> setting) {
        Lookup.Result result = lookup.find(setting);
        if (result instanceof Refused refused) {
            problems.add(refused.problem());
        } else if (result instanceof Found value) {
            take(setting, value);
        } else if (setting.defaultValue() instanceof Default.Text text) {
            take(setting, new Found(text.text(), SettingInEffect.DEFAULT));
        } else if (setting.defaultValue() instanceof Default.TextWith text && isStated(text.other())) {
            take(setting, new Found(text.text(), SettingInEffect.DEFAULT));
        } else if (setting.defaultValue() instanceof Default.Required && !remembers) {
            report(setting, "is required; give it as one of " + lookup.places(setting));
        }
    }

    /** Whether given or not: whoever writes a default out, or adds the tax to it, has what the page states. */
    private boolean isStated(Setting<Expression> setting) {
        return value(setting).filter(Expression::namesStatedOrder).isPresent();
    }

    private <T> void take(Setting<T> setting, Found text) {
        found.put(setting, text);
        Optional<String> refusal = sources.framework().refusal(text.source());
        if (refusal.isPresent()) {
            report(setting, refusal.get());
            return;
        }
        try {
            values.put(setting, setting.parse(text.text()), setting.show(text.text()));
        } catch (RefusedTextException e) {
            report(setting, e.getMessage() + sources.framework().remark(text.source()));
        }
    }

    private void checkRelations() {
        if (Settings.PROXY.isTakenBy(component)) {
            requireWith(Settings.PROXY_PASSWORD, Settings.PROXY_USER);
            requireWith(Settings.PROXY_USER, Settings.PROXY_PASSWORD);
            requireWith(Settings.PROXY_USER, Settings.PROXY);
        }
        if (component == Component.INSERT_FILTER) {
            requireOrder(Settings.RETRY_MIN, Settings.RETRY_MAX);
            requireOrder(Settings.RETRY_MAX, Settings.RETRY_FOR);
        }
        if (component == Component.CAPTURE_FILTER) {
            checkHostPrefix();
        }
        if (remembers) {
            checkRemembering();
        }
    }

    private void requireWith(Setting<?> given, Setting<?> other) {
        if (isGiven(given) && !isGiven(other)) {
            report(given, "is of no use without " + other.fileName().orElse(other.name()) + "; give both, or neither");
        }
    }

    private void checkRemembering() {
        if (!found.get(Settings.REPORT).source().startsWith("init-param ")) {
            report(
                    Settings.REPORT,
                    "must be an init-param of the filter on the earlier page: else no filter would report an order");
        }
        if (remembered().isEmpty()) {
            report(
                    Settings.REPORT,
                    "needs at least one of orderId, amount and currency, without remembered in it: what is to be remembered");
        }
    }

    /**
     * What a filter with {@code report=remember} is asked for: what was given, for it or for all, but for what reads what was
     * remembered, which is meant for the page of the order.
     */
    public List<Setting<Expression>> remembered() {
        return Stream.of(Settings.ORDER_ID, Settings.AMOUNT, Settings.CURRENCY)
                .filter(this::isGiven)
                .filter(setting -> value(setting)
                        .filter(given -> !given.names("remembered"))
                        .isPresent())
                .toList();
    }

    /** Whether it is a filter that reports nothing, but remembers. */
    public boolean remembers() {
        return remembers;
    }

    /** Blames the setting that was given, the smaller one if both were. */
    private void requireOrder(Setting<Duration> smaller, Setting<Duration> larger) {
        Optional<Duration> least = value(smaller);
        Optional<Duration> most = value(larger);
        if (least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0) {
            return;
        }
        if (!isGiven(smaller)) {
            report(larger, "must be at least " + describe(smaller));
        } else {
            report(smaller, "must be at most " + describe(larger));
        }
    }

    /** Browsers drop a cookie of such a name without a word unless its scope is right (RFC 6265bis, section 4.1.3.2). */
    private void checkHostPrefix() {
        if (!value(Settings.COOKIE).orElse("").regionMatches(true, 0, "__Host-", 0, 7)) {
            return;
        }
        if (value(Settings.COOKIE_DOMAIN).isPresent()) {
            report(Settings.COOKIE_DOMAIN, "must not be given with " + describe(Settings.COOKIE));
        }
        if (!found.containsKey(Settings.COOKIE_PATH)) {
            report(Settings.COOKIE, "needs cookiePath to be given as /");
        } else if (value(Settings.COOKIE_PATH).filter(path -> !path.equals("/")).isPresent()) {
            report(Settings.COOKIE_PATH, "must be / with " + describe(Settings.COOKIE));
        }
    }

    private String describe(Setting<?> setting) {
        Found value = found.get(setting);
        return setting.name() + ", which is " + setting.show(value.text()) + " (" + value.source() + ")";
    }
}
