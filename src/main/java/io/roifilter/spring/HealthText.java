package io.roifilter.spring;

import io.roifilter.RoiHealth;
import java.util.Map;
import java.util.Optional;

/**
 * How tracking stands, in the words of Spring Boot. Its own states for what is wrong, {@code TRACKING_WARN} and
 * {@code TRACKING_DOWN}, do not count in the state of the whole application: a load balancer that asks for that must not take a
 * shop away that sells.
 *
 * @param status a code
 * @param details without secrets
 */
record HealthText(String status, Map<String, Object> details) {
    /** As Spring Boot's own indicators are switched. */
    static final String IS_WANTED = "${management.health.roi.enabled:${management.health.defaults.enabled:true}}";

    /** @param health empty if the application has no servlet context yet */
    static HealthText of(Optional<RoiHealth> health) {
        String level = health.map(RoiHealth::level).orElse("");
        return switch (level) {
            case "" -> new HealthText("UNKNOWN", Map.of());
            case "UP" -> new HealthText(level, health.orElseThrow().details());
            default -> new HealthText("TRACKING_" + level, health.orElseThrow().details());
        };
    }
}
