package io.roifilter.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where Spring Boot 4 has it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
@ConditionalOnExpression(HealthText.IS_WANTED)
class HealthOfBoot4 {
    @Bean
    HealthIndicator roiHealthIndicator(TrackedApplication application) {
        return () -> {
            HealthText text = HealthText.of(application.health());
            return Health.status(text.status()).withDetails(text.details()).build();
        };
    }
}
