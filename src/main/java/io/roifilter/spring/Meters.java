package io.roifilter.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.roifilter.RoiHealth;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the status page has as OpenMetrics, under the same names, for Micrometer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "io.micrometer.core.instrument.binder.MeterBinder")
class Meters {
    private static final String SECONDS = "_seconds";
    private static final double NANOS = 1e9;

    @Bean
    MeterBinder roiMeters(TrackedApplication application) {
        return registry -> {
            for (RoiHealth.Metric metric : RoiHealth.metrics()) {
                bind(metric, application, registry);
            }
            FunctionTimer.builder(
                            "roi.accept.duration",
                            application,
                            app -> app.health().map(RoiHealth::acceptCount).orElse(0L),
                            app -> app.health().map(RoiHealth::acceptSeconds).orElse(0.0) * NANOS,
                            TimeUnit.NANOSECONDS)
                    .description("How long confirmation pages waited for their orders to be on disk.")
                    .register(registry);
        };
    }

    private static void bind(RoiHealth.Metric metric, TrackedApplication application, MeterRegistry registry) {
        Tags tags = metric.label().isEmpty() ? Tags.empty() : Tags.of(metric.label(), metric.labelValue());
        boolean isTime = metric.name().endsWith(SECONDS);
        String name = (isTime ? metric.name().substring(0, metric.name().length() - SECONDS.length()) : metric.name())
                .replace('_', '.');
        ToDoubleFunction<TrackedApplication> value =
                app -> app.health().map(health -> health.value(metric)).orElse(Double.NaN);
        if (metric.isCounter()) {
            FunctionCounter.builder(name, application, value)
                    .tags(tags)
                    .description(metric.help())
                    .register(registry);
        } else {
            Gauge.builder(name, application, value)
                    .tags(tags)
                    .description(metric.help())
                    .baseUnit(isTime ? "seconds" : null)
                    .register(registry);
        }
    }
}
