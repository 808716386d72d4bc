package io.roifilter.spring;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/**
 * A place in Spring's order of filters at which something is done with the servlet context. Only what is a registration of a filter
 * is called in the order of filters.
 */
final class MountingStep extends FilterRegistrationBean<Filter> {
    private final String description;
    private final Consumer<ServletContext> step;

    MountingStep(String description, int order, Consumer<ServletContext> step) {
        this.description = description;
        this.step = step;
        setName(description);
        setOrder(order);
    }

    @Override
    public String getDescription() {
        return description;
    }

    /** @return what nothing is done with: Spring would say of null that registration has failed */
    @Override
    protected FilterRegistration.Dynamic addRegistration(String ignored, ServletContext context) {
        step.accept(context);
        return (FilterRegistration.Dynamic) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {FilterRegistration.Dynamic.class},
                (proxy, method, arguments) -> null);
    }

    @Override
    protected void configure(FilterRegistration.Dynamic registration) {
        // The step has mapped what it has mounted.
    }
}
