package io.roifilter.bench;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;

/** A filter of an application of its own, with these init-params. */
final class StubDeployment implements FilterConfig {
    private final Map<String, String> initParameters;
    private final ServletContext servletContext;

    private StubDeployment(Map<String, String> initParameters) {
        this(initParameters, servletContext());
    }

    private StubDeployment(Map<String, String> initParameters, ServletContext servletContext) {
        this.initParameters = initParameters;
        this.servletContext = servletContext;
    }

    /** With these init-params. */
    static StubDeployment of(Map<String, String> initParameters) {
        return new StubDeployment(initParameters);
    }

    static StubDeployment withoutSettings() {
        return new StubDeployment(Map.of("failFast", "true"));
    }

    /**
     * Reports the order that is the request's attribute {@code order}, and does not wait for the disk. The endpoint is
     * away, and stays so for as long as anything is measured.
     */
    static StubDeployment reporting(Path outboxDirectory, int queueCapacity) {
        return new StubDeployment(Map.ofEntries(
                Map.entry("failFast", "true"),
                Map.entry("endpoint", "http://127.0.0.1:1/"),
                Map.entry("apiKey", "key"),
                Map.entry("sharedSecret", "secret"),
                Map.entry("orderId", "${order.id}"),
                Map.entry("amount", "${order.totalPrice}"),
                Map.entry("outboxDirectory", outboxDirectory.toString()),
                Map.entry("acceptTimeout", "0s"),
                Map.entry("queueCapacity", Integer.toString(queueCapacity)),
                Map.entry("retryMin", "1d"),
                Map.entry("retryMax", "1d")));
    }

    /** The same with more init-params. */
    StubDeployment with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(initParameters);
        all.putAll(more);
        return new StubDeployment(all);
    }

    /** Another filter of the same application, without init-params. */
    StubDeployment beside() {
        return new StubDeployment(Map.of("failFast", "true"), servletContext);
    }

    @Override
    public String getFilterName() {
        return "bench";
    }

    @Override
    public ServletContext getServletContext() {
        return servletContext;
    }

    @Override
    public String getInitParameter(String name) {
        return initParameters.get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(initParameters.keySet());
    }

    private static ServletContext servletContext() {
        Map<String, Object> attributes = new HashMap<>();
        return (ServletContext) Proxy.newProxyInstance(
                StubDeployment.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> answer(method, arguments, attributes));
    }

    private static Object answer(Method method, Object[] arguments, Map<String, Object> contextAttributes) {
        return switch (method.getName()) {
            case "getContextPath" -> "/bench";
            case "getMajorVersion" -> 6;
            case "getMinorVersion" -> 0;
            case "getInitParameterNames" -> Collections.emptyEnumeration();
            case "getFilterRegistration" -> null;
            case "getFilterRegistrations" -> Map.of();
            case "getAttribute" -> contextAttributes.get(arguments[0]);
            case "setAttribute" -> contextAttributes.put((String) arguments[0], arguments[1]);
            case "removeAttribute" -> contextAttributes.remove(arguments[0]);
            default -> throw new AssertionError("unexpected " + method);
        };
    }
}
