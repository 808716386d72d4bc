package io.roifilter.expression;

import io.roifilter.page.PageContent;
import io.roifilter.page.PageOrder;
import io.roifilter.text.Cookies;
import io.roifilter.text.QueryString;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the names in an {@link Expression} mean for one request, as in a JSP: the implicit objects {@code param},
 * {@code paramValues}, {@code header}, {@code headerValues}, {@code cookie}, {@code initParam}, {@code requestScope},
 * {@code sessionScope}, {@code applicationScope}, {@code request}, {@code page}, {@code remembered}, and {@code before}, which has all of these; every
 * other name is an attribute of the request, the session or the application, looked for in this order, or a bean of CDI
 * that is there by that name, or null. For the request's thread alone; not to be kept.
 */
public final class EvaluationScope {
    private final HttpServletRequest request;
    private final ServletContext servletContext;
    private final PageContent page; // null while it is not whole
    private final ValuesBefore before; // null while the application does not have the request
    private final RememberedValues remembered;
    private final Map<String, Object> earlier; // goes before what names mean now
    private String unreachable; // null as long as nothing was
    private Object evaluationContext; // of the Expression Language; null until there is one

    private EvaluationScope(HttpServletRequest request, ServletContext servletContext) {
        this(request, servletContext, null, null, Map.of(), new RememberedValues(request));
    }

    private EvaluationScope(
            HttpServletRequest request,
            ServletContext servletContext,
            PageContent page,
            ValuesBefore before,
            Map<String, Object> earlier,
            RememberedValues remembered) {
        this.request = request;
        this.servletContext = servletContext;
        this.page = page;
        this.before = before;
        this.earlier = earlier;
        this.remembered = remembered;
    }

    /**
     * For a request that the application has not seen yet: parameters are those of the query string, in {@code request}
     * too, because reading the body would take it from the application.
     */
    public static EvaluationScope beforeChain(HttpServletRequest request, ServletContext servletContext) {
        return new EvaluationScope(new BodilessRequest(request), servletContext);
    }

    /** For a request that the application has answered: parameters are what the container says they are. */
    public static EvaluationScope afterChain(HttpServletRequest request, ServletContext servletContext) {
        return new EvaluationScope(request, servletContext);
    }

    /** The same with the answer, which is whole. */
    public EvaluationScope withPage(PageContent answer) {
        return new EvaluationScope(request, servletContext, answer, before, earlier, remembered);
    }

    /** The same with what names meant before, where that was kept. */
    public EvaluationScope withEarlier(Map<String, Object> kept) {
        return new EvaluationScope(request, servletContext, page, before, kept, remembered);
    }

    /** The same with what was read before the application had the request. */
    public EvaluationScope withValuesBefore(ValuesBefore values) {
        return new EvaluationScope(request, servletContext, page, values, earlier, remembered);
    }

    /** From now on it is known which order is read, so that of what is remembered its own counts. */
    public void orderIs(String orderId) {
        remembered.orderIs(orderId);
    }

    RememberedValues remembered() {
        return remembered;
    }

    ValuesBefore valuesBefore() {
        return before;
    }

    /** Why less of the answer was read than expressions have asked for, if that is so. */
    public Optional<String> pageTrouble() {
        return page == null ? Optional.empty() : page.trouble();
    }

    /** Which order the answer states by convention, if an expression has asked for that. */
    public Optional<PageOrder> statedOrder() {
        return page == null ? Optional.empty() : page.orderIfRead();
    }

    /** Why the last name that was looked for and is known all the same could not be reached, if there was any. */
    public Optional<String> unreachable() {
        return Optional.ofNullable(unreachable);
    }

    /** What was kept here for the expressions of this request; null if nothing was. */
    Object evaluationContext() {
        return evaluationContext;
    }

    void keepEvaluationContext(Object context) {
        evaluationContext = context;
    }

    /** The value of a name that stands at the beginning of an expression. */
    Object value(String name) {
        Object then = earlier.get(name);
        return then == null ? valueNow(name) : then;
    }

    /** What may be kept of a name's value, as it is later taken away or replaced; null if nothing of it is. */
    Object lasting(String name) {
        return switch (name) {
            case "requestScope", "sessionScope" -> new HashMap<>((Map<?, ?>) valueNow(name));
            default -> ElNames.isImplicit(name) ? null : attribute(name);
        };
    }

    private Object valueNow(String name) {
        return switch (name) {
            case "param" -> parameters();
            case "paramValues" ->
                new NamedValues<>(
                        () -> Collections.enumeration(request.getParameterMap().keySet()), this::parameterValues);
            case "header" -> new NamedValues<>(request::getHeaderNames, request::getHeader);
            case "headerValues" -> new NamedValues<>(request::getHeaderNames, this::headerValues);
            case "cookie" -> cookies();
            case "initParam" ->
                new NamedValues<>(servletContext::getInitParameterNames, servletContext::getInitParameter);
            case "requestScope" -> new NamedValues<>(request::getAttributeNames, request::getAttribute);
            case "sessionScope" -> new NamedValues<>(this::sessionAttributeNames, this::sessionAttribute);
            case "applicationScope" ->
                new NamedValues<>(servletContext::getAttributeNames, servletContext::getAttribute);
            case "request" -> request;
            case ElNames.PAGE -> page == null ? null : new PageValues(page);
            case ElNames.REMEMBERED -> remembered;
            case ElNames.BEFORE -> new NamedValues<>(Collections::emptyEnumeration, this::value);
            default -> attribute(name);
        };
    }

    private Object attribute(String name) {
        Object value = request.getAttribute(name);
        if (value == null) {
            value = sessionAttribute(name);
        }
        if (value == null) {
            value = servletContext.getAttribute(name);
        }
        return value == null ? bean(name) : value;
    }

    private Object bean(String name) {
        NamedBeans.Found found = NamedBeans.named(name, servletContext);
        unreachable = found.problem() == null ? unreachable : found.problem();
        return found.bean();
    }

    /** What the application's own session has goes before what the container's has, which may be nobody's. */
    private Object sessionAttribute(String name) {
        Object value = ServedSession.of(request)
                .map(session -> attribute(session, name))
                .orElse(null);
        return value == null ? attribute(request.getSession(false), name) : value;
    }

    private static Object attribute(HttpSession session, String name) {
        try {
            return session == null ? null : session.getAttribute(name);
        } catch (IllegalStateException e) {
            // The application has just ended the session, as some do after an order.
            return null;
        }
    }

    private Enumeration<String> sessionAttributeNames() {
        Set<String> names = new LinkedHashSet<>();
        ServedSession.of(request).ifPresent(session -> addNames(session, names));
        addNames(request.getSession(false), names);
        return Collections.enumeration(names);
    }

    private static void addNames(HttpSession session, Set<String> names) {
        try {
            if (session != null) {
                names.addAll(Collections.list(session.getAttributeNames()));
            }
        } catch (IllegalStateException e) {
            // As above.
        }
    }

    private Map<String, String> parameters() {
        return new NamedValues<>(
                () -> Collections.enumeration(request.getParameterMap().keySet()), name -> {
                    String[] values = parameterValues(name);
                    return values == null || values.length == 0 ? null : values[0];
                });
    }

    /** What the link says even if the container throws at the body, which the application may not have needed. */
    private String[] parameterValues(String name) {
        try {
            return request.getParameterMap().get(name);
        } catch (RuntimeException e) {
            String[] inLink = QueryString.parse(request.getQueryString()).get(name);
            if (inLink == null) {
                throw e;
            }
            return inLink;
        }
    }

    private String[] headerValues(String name) {
        List<String> values = new ArrayList<>(Collections.list(request.getHeaders(name)));
        return values.isEmpty() ? null : values.toArray(String[]::new);
    }

    private Map<String, Cookie> cookies() {
        Map<String, Cookie> byName = new LinkedHashMap<>();
        Cookies.of(request).forEach(cookie -> byName.putIfAbsent(cookie.getName(), cookie));
        return byName;
    }
}
