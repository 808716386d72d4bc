package io.roifilter;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.Enumeration;

/** What the container would give a filter when it starts it. */
record EarlyConfig(FilterRegistration registration, ServletContext context) implements FilterConfig {
    @Override
    public String getFilterName() {
        return registration.getName();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public String getInitParameter(String name) {
        return registration.getInitParameter(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(registration.getInitParameters().keySet());
    }
}
