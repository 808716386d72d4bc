package io.roifilter.admin;

import io.roifilter.api.Verdict;
import io.roifilter.config.Settings;
import io.roifilter.outbox.Statistics;
import io.roifilter.outbox.UnstoredOrders;
import io.roifilter.relay.EndpointState;
import io.roifilter.relay.RelayState;
import io.roifilter.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be said of a status in a word, and all that is wrong in it. Immutable. */
public final class Assessment {
    /** An order that waits longer, though the endpoint takes others, is worth a look. */
    private static final Duration LONG = Duration.ofHours(1);

    private final List<Finding> findings = new ArrayList<>();

    private Assessment() {}

    public static Assessment of(TrackerStatus status) {
        Assessment assessment = new Assessment();
        assessment.filters(status);
        assessment.setup(status);
        assessment.outbox(status);
        status.relay().ifPresent(relay -> assessment.endpoint(relay, new NamedSettings(status::filters)));
        status.outbox().ifPresent(outbox -> assessment.orders(outbox, status.now()));
        return assessment;
    }

    /** As bad as the worst of the findings. */
    public Health health() {
        return findings.stream().map(Finding::severity).max(Health::compareTo).orElse(Health.UP);
    }

    /** In the order in which they should be looked at. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    private void filters(TrackerStatus status) {
        for (String problem : status.problems()) {
            down("settings", "A setting is wrong, and no filter is mounted. " + problem);
        }
        for (FilterStatus filter : status.filters()) {
            if (!filter.isOn()) {
                down("filter-off", filter.toString());
            }
        }
        if (status.relay().isEmpty() && findings.isEmpty()) {
            down(
                    "no-reports",
                    "No orders are reported, because there is no RoiInsertFilter: set confirmation to the route of the"
                            + " page that confirms an order, or declare the filter in web.xml.");
        }
    }

    /** An order that is there, from before the start maybe, shows that clicks come through. */
    private void setup(TrackerStatus status) {
        boolean anyOrder = status.outbox().filter(Assessment::hasHadOrders).isPresent();
        status.warnings().forEach((name, text) -> {
            if (!(anyOrder && name.equals(ClickWatch.NO_CLICKS_YET))) {
                warn(Warnings.kind(name), sentence(text));
            }
        });
    }

    private static boolean hasHadOrders(Statistics outbox) {
        return outbox.waiting() + outbox.delivered() + outbox.rejected() > 0;
    }

    private void outbox(TrackerStatus status) {
        if (!status.outboxProblem().isEmpty()) {
            NamedSettings settings = new NamedSettings(status::filters);
            down(
                    "outbox",
                    "The outbox does not tell how it stands: " + status.outboxProblem() + ". Check "
                            + settings.ofReports(Settings.OUTBOX) + " and "
                            + settings.ofReports(Settings.OUTBOX_DIRECTORY)
                            + ": for an embedded one, that directory must be on a disk that can be written, by the user that"
                            + " the server runs as.");
        }
        unstored(status.unstored());
        if (status.logged() > 0) {
            warn(
                    "only-in-the-log",
                    status.logged()
                            + " orders since the start are only in the log, on lines with UNSTORED-ORDER, because"
                            + " neither the outbox nor a file could take them. The command replay sends them.");
        }
    }

    private void unstored(UnstoredOrders unstored) {
        if (unstored.orders() > 0) {
            warn(
                    "unstored",
                    unstored.orders() + " orders that the outbox could not take are in "
                            + String.join(", ", unstored.files())
                            + ". They are sent as soon as it can, or by the command replay.");
        }
        if (!unstored.aside().isEmpty()) {
            warn(
                    "unstored-aside",
                    "Lines that could not be read as orders, or that the outbox refuses, are kept in "
                            + String.join(", ", unstored.aside())
                            + ". Look at them (replay --dry-run), and delete what is of no use any more.");
        }
    }

    private void endpoint(RelayState relay, NamedSettings settings) {
        EndpointState endpoint = relay.endpoint();
        if (endpoint.health() == EndpointState.Health.REFUSING) {
            warn(
                    "endpoint-refuses",
                    "The endpoint refuses all orders: " + endpoint.reason() + ". Check " + Verdict.Blocked.TO_CHECK
                            + " (" + settings.ofReports(Settings.ENDPOINT) + ", "
                            + settings.ofReports(Settings.API_KEY) + ", "
                            + settings.ofReports(Settings.SHARED_SECRET) + "). The orders wait; none is lost.");
        } else if (endpoint.health() == EndpointState.Health.AWAY) {
            warn(
                    "endpoint-away",
                    "The endpoint does not take orders: " + endpoint.reason()
                            + ". They wait in the outbox and are sent when it is back. If it does not come back, check "
                            + settings.ofReports(Settings.ENDPOINT)
                            + ", and that a firewall or proxy lets this machine out to it; the command doctor tries that.");
        }
    }

    private void orders(Statistics outbox, Instant now) {
        if (outbox.rejected() > 0) {
            warn(
                    "rejected",
                    outbox.rejected() + " orders are kept as rejected and are not sent again by themselves: a person"
                            + " has to decide what becomes of them.");
        }
        outbox.oldestWaiting()
                .map(oldest -> Duration.between(oldest, now))
                .filter(age -> age.compareTo(LONG) > 0)
                .ifPresent(age -> warn(
                        "waits-long", "The oldest order that waits was accepted " + Durations.text(age) + " ago."));
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private void down(String name, String text) {
        findings.add(new Finding(name, Health.DOWN, text));
    }

    private void warn(String name, String text) {
        findings.add(new Finding(name, Health.WARN, text));
    }
}
