package io.roifilter.admin;

import io.roifilter.config.Resolution;
import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import io.roifilter.expression.Expression;
import io.roifilter.order.OrderConstants;
import java.util.Optional;

/** Settings that are allowed, and by which no order is ever reported: known before there is one. */
public final class NeverReports {
    /** As a warning. */
    public static final String NAME = "never-reports";

    private NeverReports() {}

    /** What it is and what to do; empty if orders can be reported, as far as that is known. */
    public static Optional<String> of(Resolution settings) {
        if (settings.remembers()) {
            return Optional.empty();
        }
        return never(settings, Settings.CONSENT)
                .filter(text -> !isSwitchedOff(settings))
                .or(() -> never(settings, Settings.WHEN))
                .or(() -> OrderConstants.currency(settings.value(Settings.CURRENCY))
                        .filter(currency -> !OrderConstants.isCounted(currency))
                        .map(currency ->
                                "every order is kept as rejected, because " + named(settings, Settings.CURRENCY)
                                        + " says of each that it is not in US dollars, in which orders are counted: have amount"
                                        + " give what was paid in US dollars, and set currency to USD or take it out"));
    }

    /** Whether tracking is switched off on purpose: by {@code false} and nothing else for {@code consent}. */
    static boolean isSwitchedOff(Resolution settings) {
        return settings.value(Settings.CONSENT)
                .filter(consent -> OrderConstants.isSwitch(consent.toString()))
                .isPresent();
    }

    private static Optional<String> never(Resolution settings, Setting<Expression> condition) {
        return settings.value(condition)
                .filter(Expression::isNever)
                .map(never -> "nothing is reported, because " + named(settings, condition)
                        + " is never true: correct it, or take it out");
    }

    private static String named(Resolution settings, Setting<?> setting) {
        return settings.inEffect().stream()
                .filter(candidate -> candidate.name().equals(setting.name()))
                .findFirst()
                .map(NamedSettings::shown)
                .orElse(setting.name());
    }
}
