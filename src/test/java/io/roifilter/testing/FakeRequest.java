package io.roifilter.testing;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request, its session and its application, as far as reading an order asks them; anything else is an error. */
public final class FakeRequest {
    public final Map<String, Object> requestAttributes = new LinkedHashMap<>();
    public final Map<String, Object> sessionAttributes = new LinkedHashMap<>();
    public final Map<String, Object> contextAttributes = new LinkedHashMap<>();
    public final Map<String, String> initParameters = new LinkedHashMap<>();
    public final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public final Map<String, String[]> parameters = new LinkedHashMap<>();
    public final List<Cookie> cookies = new ArrayList<>();
    public final List<String> calls = new ArrayList<>();
    public String queryString;
    public String contentType;
    public String serverName = "shop.example.com";
    public boolean secure;
    public boolean hasSession = true;
    public boolean sessionIsInvalid;
    public RuntimeException onParameters;

    public FakeRequest query(String query) {
        queryString = query;
        return this;
    }

    public FakeRequest cookie(String name, String value) {
        cookies.add(new Cookie(name, value));
        return this;
    }

    public FakeRequest with(String attribute, Object value) {
        requestAttributes.put(attribute, value);
        return this;
    }

    public HttpServletRequest request() {
        return proxy(HttpServletRequest.class, (proxy, method, arguments) -> {
            calls.add(method.getName());
            return switch (method.getName()) {
                case "getQueryString" -> queryString;
                case "getContentType" -> contentType;
                case "getServerName" -> serverName;
                case "getMethod" -> "POST";
                case "isSecure" -> secure;
                case "getCookies" -> cookies.isEmpty() ? null : cookies.toArray(Cookie[]::new);
                case "getAttribute" -> requestAttributes.get(arguments[0]);
                case "getAttributeNames" -> Collections.enumeration(requestAttributes.keySet());
                case "getHeader" ->
                    header((String) arguments[0]).stream().findFirst().orElse(null);
                case "getHeaders" -> Collections.enumeration(header((String) arguments[0]));
                case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                case "getParameterMap" -> parameters();
                case "getParameterValues" -> parameters().get(arguments[0]);
                case "getSession" -> session((Boolean) arguments[0]);
                default -> throw new AssertionError("unexpected " + method);
            };
        });
    }

    public ServletContext context() {
        return proxy(ServletContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> contextAttributes.get(arguments[0]);
            case "getAttributeNames" -> Collections.enumeration(contextAttributes.keySet());
            case "getInitParameter" -> initParameters.get(arguments[0]);
            case "getInitParameterNames" -> Collections.enumeration(initParameters.keySet());
            case "getClassLoader" -> FakeRequest.class.getClassLoader();
            default -> throw new AssertionError("unexpected " + method);
        });
    }

    private List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    private Map<String, String[]> parameters() {
        if (onParameters != null) {
            throw onParameters;
        }
        return parameters;
    }

    private HttpSession session(boolean create) {
        if (create) {
            throw new AssertionError("a session must never be created");
        }
        return hasSession
                ? proxy(HttpSession.class, (proxy, method, arguments) -> sessionValue(method.getName(), arguments))
                : null;
    }

    private Object sessionValue(String method, Object[] arguments) {
        if (sessionIsInvalid) {
            throw new IllegalStateException("invalidated");
        }
        return switch (method) {
            case "getAttribute" -> sessionAttributes.get(arguments[0]);
            case "getAttributeNames" -> Collections.enumeration(sessionAttributes.keySet());
            default -> throw new AssertionError("unexpected " + method);
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
