package io.roifilter.admin;

import io.roifilter.relay.EndpointState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A status as OpenMetrics text, version 1.0.0, for Prometheus and others that scrape. Names are those that Prometheus
 * recommends: base units, {@code _total} for what only grows.
 */
public final class OpenMetrics {
    public static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private final List<MetricSample> samples = new ArrayList<>();
    private Family family;

    private OpenMetrics(TrackerStatus status) {
        tracker(status);
        confirmations(status);
        acceptTimes(status.acceptTimes());
        outbox(status);
        endpoint(status);
    }

    private record Family(String name, String type, String help) {}

    public static String of(TrackerStatus status) {
        return new OpenMetrics(status).text.append("# EOF\n").toString();
    }

    /** The same for those who have a form of their own: all that is a counter, a gauge or a state. */
    public static List<MetricSample> samples(TrackerStatus status) {
        return List.copyOf(new OpenMetrics(status).samples);
    }

    private void tracker(TrackerStatus status) {
        family("roi_tracker", "info", "Which roi-filter it is.");
        text.append("roi_tracker_info{application=\"").append(escape(status.application()));
        text.append("\",version=\"").append(escape(status.version())).append("\"} 1\n");
        family("roi_tracker_health", "stateset", "How well tracking does its work.");
        Health now = Assessment.of(status).health();
        for (Health health : Health.values()) {
            sample("roi_tracker_health", "roi_tracker_health", health.name(), health == now ? 1 : 0);
        }
        family("roi_filters_off", "gauge", "Filters that are switched off, or to which no request comes.");
        sample("roi_filters_off", status.filtersOff());
    }

    private void confirmations(TrackerStatus status) {
        family("roi_orders", "counter", "Requests on confirmation routes, by what came of them.");
        status.outcomes()
                .forEach((outcome, count) ->
                        sample("roi_orders_total", "outcome", outcome.name().toLowerCase(Locale.ROOT), count));
    }

    /** Prometheus knows no buckets but those that grow. */
    private void acceptTimes(AcceptTimes.Snapshot times) {
        String name = "roi_accept_duration_seconds";
        family(name, "histogram", "How long confirmation pages waited for their orders to be on disk.");
        text.append("# UNIT ").append(name).append(" seconds\n");
        long all = 0;
        for (int i = 0; i < times.counts().length; i++) {
            all += times.counts()[i];
            sample(name + "_bucket", "le", i < times.bounds().length ? number(times.bounds()[i]) : "+Inf", all);
        }
        sample(name + "_count", all);
        text.append(name).append("_sum ").append(number(times.seconds())).append('\n');
    }

    /** As OpenMetrics wants a number of which a label is made: 1.0, 0.25. */
    private static String number(double seconds) {
        return BigDecimal.valueOf(seconds).toPlainString();
    }

    private void outbox(TrackerStatus status) {
        family("roi_orders_unstored", "gauge", "Orders in files of their own, as the outbox could not take them.");
        sample("roi_orders_unstored", status.unstored().orders());
        family("roi_orders_logged", "counter", "Orders that went to the log, as neither could take them.");
        sample("roi_orders_logged_total", status.logged());
        status.outbox().ifPresent(outbox -> {
            family("roi_outbox_orders", "gauge", "Orders in the outbox.");
            sample("roi_outbox_orders", "state", "waiting", outbox.waiting());
            sample("roi_outbox_orders", "state", "delivered", outbox.delivered());
            sample("roi_outbox_orders", "state", "rejected", outbox.rejected());
            family("roi_outbox_oldest_age_seconds", "gauge", "Age of the oldest order that waits; 0 if none does.");
            text.append("# UNIT roi_outbox_oldest_age_seconds seconds\n");
            sample(
                    "roi_outbox_oldest_age_seconds",
                    status.oldestWaitingSeconds().orElseThrow());
        });
    }

    private void endpoint(TrackerStatus status) {
        status.relay().ifPresent(relay -> {
            family("roi_endpoint", "stateset", "What the endpoint does with orders.");
            for (EndpointState.Health health : EndpointState.Health.values()) {
                String name = health.name().toLowerCase(Locale.ROOT);
                sample(
                        "roi_endpoint",
                        "roi_endpoint",
                        name,
                        health == relay.endpoint().health() ? 1 : 0);
            }
            family("roi_deliveries", "counter", "Orders by what the endpoint said of them, each attempt by itself.");
            sample("roi_deliveries_total", "verdict", "delivered", relay.delivered());
            sample("roi_deliveries_total", "verdict", "retry", relay.postponed());
            sample("roi_deliveries_total", "verdict", "rejected", relay.rejected());
        });
    }

    private void family(String name, String type, String help) {
        family = new Family(name, type, help);
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    private void sample(String name, long value) {
        add("", "", value);
        text.append(name).append(' ').append(value).append('\n');
    }

    private void sample(String name, String label, String labelValue, long value) {
        add(label, labelValue, value);
        text.append(name)
                .append('{')
                .append(label)
                .append("=\"")
                .append(labelValue)
                .append("\"} ");
        text.append(value).append('\n');
    }

    private void add(String label, String labelValue, long value) {
        if (!family.type().equals("histogram")) {
            samples.add(new MetricSample(
                    family.name(), family.type().equals("counter"), family.help(), label, labelValue, value));
        }
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
