package io.roifilter.setup;

import io.roifilter.click.RoiDataFinder;
import io.roifilter.expression.EvaluationException;
import io.roifilter.expression.EvaluationScope;
import io.roifilter.expression.Expression;
import io.roifilter.order.OrderReader;
import io.roifilter.order.OrderReading;
import io.roifilter.page.AnswerCopy;
import io.roifilter.page.PageContent;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded request as expressions and the reader of orders see one: once more as it was when the application had answered,
 * or as it was before an attribute was taken away. For one thread at a time.
 */
final class Replay {
    private final Visited visit;
    private final Map<String, Object> request;
    private final Map<String, Object> session;
    private final PageContent page;

    private Replay(Visited visit, Map<String, Object> request, Map<String, Object> session, PageContent page) {
        this.visit = visit;
        this.request = request;
        this.session = session;
        this.page = page;
    }

    /** When the application had answered. */
    static Replay of(Visited visit) {
        return new Replay(visit, visit.after().request(), visit.after().session(), page(visit.answer()));
    }

    /** Whether a form was sent after one of these requests, and up to the other. */
    static boolean isFormBetween(int number, int last, List<Replay> replays) {
        return replays.stream()
                .map(replay -> replay.visit().seen())
                .anyMatch(seen -> seen.number() > number
                        && seen.number() <= last
                        && seen.status() < 400
                        && seen.method().equals("POST"));
    }

    /** Before attributes were taken away; empty if none were. */
    Optional<Replay> beforeTaking() {
        if (visit.taken().request().isEmpty() && visit.taken().session().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> requestThen = new LinkedHashMap<>(request);
        requestThen.putAll(visit.taken().request());
        Map<String, Object> sessionThen = new LinkedHashMap<>(session);
        sessionThen.putAll(visit.taken().session());
        return Optional.of(new Replay(visit, requestThen, sessionThen, page));
    }

    Visited visit() {
        return visit;
    }

    Map<String, Object> request() {
        return request;
    }

    Map<String, Object> session() {
        return session;
    }

    PageContent page() {
        return page;
    }

    /** What an expression gives; empty if nothing, or if it fails. */
    Optional<Object> value(Expression expression) {
        try {
            return Optional.ofNullable(expression.evaluate(
                    EvaluationScope.afterChain(servletRequest(), context()).withPage(page)));
        } catch (EvaluationException e) {
            return Optional.empty();
        }
    }

    /** What the reader of orders makes of it, as after a click. */
    OrderReading read(Proposed settings, Clock clock) {
        RoiDataFinder none = new RoiDataFinder("roi_data", "roi_data");
        Optional<Expression> click = Optional.of(Expression.parse(Proposed.TEST_CLICK));
        return new OrderReader(settings.expressions(click), none, false, clock)
                .read(servletRequest(), context(), page)
                .reading();
    }

    private static PageContent page(RecordedAnswer answer) {
        HttpServletResponse response =
                proxy(HttpServletResponse.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getStatus" -> answer.status();
                    case "getContentType" -> answer.contentType().isEmpty() ? null : answer.contentType();
                    case "getHeader" -> answer.headers().get(arguments[0]);
                    case "getHeaderNames" -> answer.headers().keySet();
                    default -> nothing(method.getReturnType());
                });
        AnswerCopy copy = new AnswerCopy(4 * answer.source().length() + 1024, response, false);
        copy.append(answer.source(), 0, answer.source().length());
        return new PageContent(copy);
    }

    /** In a class of the API, so that {@code ${request.method}} finds its getters. */
    private HttpServletRequest servletRequest() {
        return new HttpServletRequestWrapper(proxy(
                HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> visit.seen().method();
                    case "getContextPath" -> visit.contextPath();
                    case "getServletPath" -> visit.path();
                    case "getRequestURI" -> visit.contextPath() + visit.path();
                    case "getAttribute" -> request.get(arguments[0]);
                    case "getAttributeNames" -> Collections.enumeration(request.keySet());
                    case "getParameter" -> visit.parameters().get(arguments[0]);
                    case "getParameterMap" -> parameters();
                    case "getParameterValues" -> parameters().get(arguments[0]);
                    case "getParameterNames" ->
                        Collections.enumeration(visit.parameters().keySet());
                    case "getHeaders", "getHeaderNames" -> Collections.emptyEnumeration();
                    case "getSession" -> servletSession();
                    default -> nothing(method.getReturnType());
                }));
    }

    private Map<String, String[]> parameters() {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        visit.parameters().forEach((name, value) -> parameters.put(name, new String[] {value}));
        return parameters;
    }

    private HttpSession servletSession() {
        return proxy(HttpSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> session.get(arguments[0]);
            case "getAttributeNames" -> Collections.enumeration(session.keySet());
            default -> nothing(method.getReturnType());
        });
    }

    private ServletContext context() {
        Map<String, Object> attributes = visit.after().application();
        return proxy(ServletContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> attributes.get(arguments[0]);
            case "getAttributeNames" -> Collections.enumeration(attributes.keySet());
            default -> nothing(method.getReturnType());
        });
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        return type == long.class ? (Object) 0L : null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Replay.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
