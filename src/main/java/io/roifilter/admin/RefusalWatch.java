package io.roifilter.admin;

import io.roifilter.config.Setting;
import io.roifilter.config.Settings;
import io.roifilter.order.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices that one order after the other is kept as rejected, or taken only in part, for the same reason: by a setting that is
 * wrong for all of them. Guarded by its owner.
 */
final class RefusalWatch {
    /** Each is logged by itself; after so many in a row it is said what they have in common, and then once a day. */
    private static final int FEW = 3;

    static final String REFUSED = "refused";
    static final String IN_PART = "in-part";

    private final NamedSettings settings;
    private final Warnings warnings;
    private final Map<String, Integer> refusals = new HashMap<>(); // by filter, since it has accepted one
    private final Set<String> inPart = new HashSet<>(); // filters whose last was taken only in part

    /** @param warnings where it is left what is wrong */
    RefusalWatch(NamedSettings settings, Warnings warnings) {
        this.settings = settings;
        this.warnings = warnings;
    }

    /** An order was kept as rejected. */
    Optional<String> refused(SeenConfirmation seen) {
        int refused = refusals.merge(seen.filter(), 1, Integer::sum);
        String name = Warnings.of(REFUSED, seen.filter());
        String text = (refused == 1
                        ? "the last order was kept as rejected: "
                        : "orders were kept as rejected " + refused + " times in a row, and none was accepted since: ")
                + problems(seen) + ". "
                + remedies(seen) + ". What is kept, the command resend sends, with an amount if need be";
        if (refused < FEW) {
            warnings.show(name, text);
            return Optional.empty();
        }
        return warnings.daily(name, text);
    }

    /** One was accepted, and maybe not all of it. */
    void accepted(SeenConfirmation seen) {
        if (refusals.remove(seen.filter()) != null) {
            warnings.forget(Warnings.of(REFUSED, seen.filter()));
        }
        if (seen.trace().hasProblem()) {
            inPart.add(seen.filter());
            warnings.show(
                    Warnings.of(IN_PART, seen.filter()),
                    "the last order was taken without all that it was to have: " + problems(seen) + ". "
                            + remedies(seen));
        } else if (inPart.remove(seen.filter())) {
            warnings.forget(Warnings.of(IN_PART, seen.filter()));
        }
    }

    private static List<Trace.Value> wrong(SeenConfirmation seen) {
        return seen.trace().values().stream().filter(Trace.Value::isProblem).toList();
    }

    private static String problems(SeenConfirmation seen) {
        String problems = wrong(seen).stream()
                .map(value -> value.setting() + ": " + value.text())
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? seen.text() : problems;
    }

    private String remedies(SeenConfirmation seen) {
        String remedies = wrong(seen).stream()
                .map(value -> remedy(seen.filter(), value.setting()))
                .collect(Collectors.joining(". "));
        return remedies.isEmpty() ? "Check " + settings.of(seen.filter(), Settings.ORDER_ID) : remedies;
    }

    private String remedy(String filter, String setting) {
        return Settings.all().stream()
                .filter(known -> known.name().equals(setting))
                .findFirst()
                .map(known -> "Check " + settings.of(filter, known) + ", " + mustBe(filter, known))
                .orElse("Check " + setting);
    }

    private String mustBe(String filter, Setting<?> setting) {
        if (setting == Settings.CURRENCY) {
            return "as orders are counted in US dollars: have amount give what was paid in US dollars, and currency USD, or"
                    + " have when pass over orders in other currencies";
        }
        return settings.isByConvention(filter, setting)
                ? "which a page states by convention, for services of analytics or search engines: if this one does not, give "
                        + setting
                        + " by a name that its template uses, such as ${order.total}, or by where it stands on it,"
                        + " such as ${page.text('.total')}"
                : "against what the page itself uses for it";
    }
}
