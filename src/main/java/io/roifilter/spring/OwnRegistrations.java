package io.roifilter.spring;

import io.roifilter.config.ReportMode;
import io.roifilter.config.Settings;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;

/** The filters and servlets that an application has as beans, or in beans that register them. */
final class OwnRegistrations {
    private OwnRegistrations() {}

    /** Names of their classes; a filter that only remembers is none. To be asked for when Spring has made those that register. */
    static Set<String> of(ListableBeanFactory beans) {
        Set<String> names = new HashSet<>();
        beans.getBeansOfType(FilterRegistrationBean.class, false, false).values().stream()
                .filter(bean -> bean.isEnabled() && bean.getFilter() != null && !remembers(bean))
                .forEach(bean -> names.add(bean.getFilter().getClass().getName()));
        beans.getBeansOfType(ServletRegistrationBean.class, false, false).values().stream()
                .filter(bean -> bean.isEnabled() && bean.getServlet() != null)
                .forEach(bean -> names.add(bean.getServlet().getClass().getName()));
        addTypes(Filter.class, beans, names);
        addTypes(Servlet.class, beans, names);
        return names;
    }

    private static void addTypes(Class<?> type, ListableBeanFactory beans, Set<String> names) {
        for (String bean : beans.getBeanNamesForType(type, false, false)) {
            Class<?> known = beans.getType(bean, false);
            if (known != null && !isRegisteredByAnother(known, beans)) {
                names.add(known.getName());
            }
        }
    }

    /** A filter that is a bean and is registered by another: that one counts, say as one that remembers. */
    private static boolean isRegisteredByAnother(Class<?> type, ListableBeanFactory beans) {
        return beans.getBeansOfType(FilterRegistrationBean.class, false, false).values().stream()
                .map(bean -> (Object) bean.getFilter())
                .anyMatch(type::isInstance);
    }

    private static boolean remembers(FilterRegistrationBean<?> bean) {
        Object report = bean.getInitParameters().get(Settings.REPORT.name());
        return ReportMode.isRemember(report == null ? null : report.toString());
    }
}
