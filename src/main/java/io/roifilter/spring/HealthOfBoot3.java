package io.roifilter.spring;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where Spring Boot 3 has it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
@ConditionalOnExpression(HealthText.IS_WANTED)
class HealthOfBoot3 {
    @Bean
    HealthIndicator roiHealthIndicator(TrackedApplication application) {
        return () -> {
            HealthText text = HealthText.of(application.health());
            return Health.status(text.status()).withDetails(text.details()).build();
        };
    }
}
