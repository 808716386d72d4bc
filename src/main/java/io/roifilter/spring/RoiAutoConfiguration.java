package io.roifilter.spring;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Has settings found in Spring's environment, such as {@code roi.endpoint} or {@code roi.order-id} in
 * {@code application.properties}, and mounts by them what {@link io.roifilter.RoiInitializer} mounts elsewhere: what keeps
 * clicks ahead of Spring Security's filters, what reports orders behind the one of Spring Session. Filters and servlets of ours
 * that are beans of the application stay as they are. Nothing is mounted without settings.
 *
 * <p>If Spring Boot's health or Micrometer are there, they are told how tracking stands.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import({HealthOfBoot3.class, HealthOfBoot4.class, Meters.class})
public class RoiAutoConfiguration {
    /** Behind the filter that puts right what a proxy has forwarded; links may be redirected by any other. */
    static final int CLICKS = Ordered.HIGHEST_PRECEDENCE + 10;

    /** {@code SessionRepositoryFilter.DEFAULT_ORDER}. */
    private static final int SPRING_SESSION = Integer.MIN_VALUE + 50;

    private static final int BEHIND = 10;

    /** For Spring. */
    public RoiAutoConfiguration() {}

    @Bean
    TrackedApplication roiTrackedApplication(ConfigurableEnvironment environment, ListableBeanFactory beans) {
        return new TrackedApplication(environment, beans);
    }

    @Bean
    FilterRegistrationBean<Filter> roiClicks(TrackedApplication application) {
        return new MountingStep("roi-filter, which keeps clicks", CLICKS, application::mountClicks);
    }

    @Bean
    FilterRegistrationBean<Filter> roiReports(TrackedApplication application, ConfigurableEnvironment environment) {
        int session = environment.getProperty("spring.session.servlet.filter-order", Integer.class, SPRING_SESSION);
        return new MountingStep("roi-filter, which reports orders", behind(session), application::mountReports);
    }

    private static int behind(int session) {
        return Math.max(SPRING_SESSION, Math.min(session, Ordered.LOWEST_PRECEDENCE - BEHIND)) + BEHIND;
    }
}
