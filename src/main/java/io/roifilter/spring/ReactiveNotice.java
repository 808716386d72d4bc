package io.roifilter.spring;

import java.lang.System.Logger.Level;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** Says in an application of WebFlux that is given settings of ours that nothing comes of them. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
class ReactiveNotice {
    @Bean
    SmartLifecycle roiReactiveNotice(ConfigurableEnvironment environment) {
        return new Notice(environment);
    }

    /** At the start, as a bean that nobody asks for may never be made. */
    private static final class Notice implements SmartLifecycle {
        private final ConfigurableEnvironment environment;

        Notice(ConfigurableEnvironment environment) {
            this.environment = environment;
        }

        @Override
        public void start() {
            if (SpringSettings.isAnyGiven(environment)) {
                System.getLogger(ReactiveNotice.class.getName())
                        .log(
                                Level.WARNING,
                                "roi-filter: this is a reactive web application (WebFlux), which has no servlet filters: no"
                                        + " clicks are kept and no orders are reported, whatever roi.… settings say. It takes"
                                        + " an application of Spring MVC (spring.main.web-application-type=servlet)");
            }
        }

        @Override
        public void stop() {
            // There is nothing to stop.
        }

        @Override
        public boolean isRunning() {
            return false;
        }
    }
}
