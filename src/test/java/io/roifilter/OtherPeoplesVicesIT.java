package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.LogListener;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.OutboxFile;
import io.roifilter.testing.TestShop;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the objects of a page do when they are asked for the order, the page is the same with our filters as without,
 * byte for byte; and where there is an order id or an amount, the order is kept.
 */
@OnEachContainer
class OtherPeoplesVicesIT {
    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    private static final List<String> PROPERTIES =
            List.of("id", "total", "date", "currency", "wanted", "consent", "click");
    private static final Map<String, Supplier<Throwable>> THROWN = thrown();
    private static final Map<String, Supplier<Object>> VALUES = values();

    @RegisterExtension
    final TestShop untracked = new TestShop();

    @RegisterExtension
    final TestShop tracked = new TestShop();

    /** An order of which one property has a vice. */
    public static final class Order {
        private final String vicious;
        private final Supplier<Object> vice;

        Order(String vicious, Supplier<Object> vice) {
            this.vicious = vicious;
            this.vice = vice;
        }

        public Object getId() {
            return or("id", "1123");
        }

        public Object getTotal() {
            return or("total", "152.99");
        }

        public Object getDate() {
            return or("date", "2026-11-22");
        }

        public Object getCurrency() {
            return or("currency", "USD");
        }

        public Object getWanted() {
            return or("wanted", true);
        }

        public Object getConsent() {
            return or("consent", true);
        }

        public Object getClick() {
            return or("click", Clicks.CLICK);
        }

        private Object or(String property, Object value) {
            return property.equals(vicious) ? vice.get() : value;
        }
    }

    /** One that computes what others hold. */
    private static final class Vicious extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Supplier<Object> message;
        private final transient Supplier<Object> cause;
        private final transient Supplier<Object> trace;

        Vicious(Supplier<Object> message, Supplier<Object> cause, Supplier<Object> trace) {
            this.message = message;
            this.cause = cause;
            this.trace = trace;
        }

        @Override
        public String getMessage() {
            return (String) message.get();
        }

        @Override
        public synchronized Throwable getCause() {
            return cause == null ? null : (Throwable) cause.get();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return (StackTraceElement[]) trace.get();
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    /** A class of the shop's that cannot be initialized. */
    private static final class Broken {
        static final Object VALUE =
                thrower(new IllegalStateException("in static initializer")).get();
    }

    /** A record that checks what it gives away. */
    public record Checked(String value) {
        @Override
        public String value() {
            throw new InternalError("record");
        }
    }

    @BeforeEach
    void start() throws Exception {
        build(untracked).start();
        build(tracked).capture(Map.of());
        for (String property : PROPERTIES) {
            tracked.filter(property, new RoiInsertFilter(), settings(property), "/" + property);
        }
        tracked.filter("roi-insert", new RoiInsertFilter(), TestShop.ORDER, "/wrapped")
                .start();
    }

    @Test
    void gettersThatThrow() throws Exception {
        for (String vice : THROWN.keySet()) {
            for (String property : PROPERTIES) {
                assertUnharmed("/" + property + "?thrown=" + vice);
            }
        }
        assertKept();
    }

    @Test
    void valuesThatMisbehave() throws Exception {
        for (String vice : VALUES.keySet()) {
            for (String property : PROPERTIES) {
                assertUnharmed("/" + property + "?value=" + vice);
            }
        }
        assertKept();
    }

    @Test
    void requestsThatMisbehave() throws Exception {
        for (String method : List.of("query", "type", "cookies", "header", "parameters", "attribute", "session")) {
            for (String vice : THROWN.keySet()) {
                assertUnharmed("/wrapped?method=" + method + "&thrown=" + vice);
            }
        }
    }

    @Test
    void logHandlersThatThrow() throws Exception {
        Handler vicious = new LogListener(entry -> {
            if (String.valueOf(entry.getLoggerName()).startsWith("io.roifilter")) {
                throw new InternalError("of a handler");
            }
        });
        Logger.getLogger("").addHandler(vicious);
        try {
            assertUnharmed("/id?thrown=outOfMemory");
            assertUnharmed("/click?thrown=outOfMemory");
            assertUnharmed("/any?roi_data=" + "x".repeat(600));
        } finally {
            Logger.getLogger("").removeHandler(vicious);
        }
    }

    private static TestShop build(TestShop shop) {
        shop.filter("wrapping", wrapping(), Map.of(), "/wrapped");
        for (String property : PROPERTIES) {
            shop.page("/" + property, OtherPeoplesVicesIT::thankYou);
        }
        return shop.page("/wrapped", OtherPeoplesVicesIT::thankYou).page("/any", OtherPeoplesVicesIT::thankYou);
    }

    private static Map<String, String> settings(String property) {
        Map<String, String> settings = new LinkedHashMap<>();
        // A row for each property, as good readings of one filter would replace what another refused.
        settings.put("orderId", property.equals("id") ? "${order.id}" : property + "-${order.id}");
        settings.put("amount", "${order.total}");
        settings.put("purchaseDate", "${order.date}");
        settings.put("currency", "${order.currency}");
        settings.put("when", "${order.wanted}");
        settings.put("consent", "${order.consent}");
        settings.put("roiData", "${order.click}");
        return settings;
    }

    private static void thankYou(HttpServletRequest request, HttpServletResponse response) throws Exception {
        // Not by getParameter: the wrapped ones throw.
        String[] path = request.getRequestURI().split("/");
        Map<String, String> link = parameters((String) request.getAttribute("link"), request);
        String property = path[path.length - 1];
        Supplier<Object> vice = link.containsKey("value")
                ? VALUES.get(link.get("value"))
                : link.containsKey("thrown")
                        ? thrower(() -> THROWN.get(link.get("thrown")).get())
                        : () -> "";
        request.setAttribute("order", new Order(property, vice));
        response.setHeader("X-Shop", "as it is");
        response.getWriter().print("thank you for " + link + " " + "filling".repeat(50));
    }

    private static Map<String, String> parameters(String kept, HttpServletRequest request) {
        String link = kept == null ? String.valueOf(request.getQueryString()) : kept;
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : link.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return parameters;
    }

    /** Wraps the request, as security filters do, in one that throws once the page has been made. */
    private static Filter wrapping() {
        return (request, response, chain) -> {
            String link = ((HttpServletRequest) request).getQueryString();
            request.setAttribute("link", link);
            Map<String, String> parameters = parameters(link, (HttpServletRequest) request);
            chain.doFilter(
                    new Wrapper(
                            (HttpServletRequest) request,
                            parameters.get("method"),
                            thrower(() -> THROWN.get(parameters.get("thrown")).get())),
                    response);
        };
    }

    private static final class Wrapper extends HttpServletRequestWrapper {
        private final String vicious;
        private final Supplier<Object> vice;

        Wrapper(HttpServletRequest request, String vicious, Supplier<Object> vice) {
            super(request);
            this.vicious = vicious;
            this.vice = vice;
        }

        private <T> T or(String method, Supplier<T> value) {
            if (method.equals(vicious)) {
                vice.get();
            }
            return value.get();
        }

        @Override
        public String getQueryString() {
            return or("query", super::getQueryString);
        }

        @Override
        public String getContentType() {
            return or("type", super::getContentType);
        }

        @Override
        public Cookie[] getCookies() {
            return or("cookies", super::getCookies);
        }

        @Override
        public String getHeader(String name) {
            return or("header", () -> super.getHeader(name));
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return or("parameters", super::getParameterMap);
        }

        @Override
        public Object getAttribute(String name) {
            return name.equals("order") ? or("attribute", () -> super.getAttribute(name)) : super.getAttribute(name);
        }

        @Override
        public HttpSession getSession(boolean create) {
            return or("session", () -> super.getSession(create));
        }
    }

    private void assertUnharmed(String path) throws Exception {
        String cookie = "roi_data=" + Clicks.inCookie(Clicks.CLICK);
        HttpResponse<byte[]> asItIs = untracked.get(path, "Cookie", cookie);
        HttpResponse<byte[]> answer = tracked.get(path, "Cookie", cookie);
        assertEquals(200, asItIs.statusCode(), path);
        assertEquals(asItIs.statusCode(), answer.statusCode(), path);
        assertArrayEquals(asItIs.body(), answer.body(), path);
        assertEquals(headers(asItIs), headers(answer), path);
    }

    private static Map<String, List<String>> headers(HttpResponse<byte[]> response) {
        Map<String, List<String>> headers =
                new LinkedHashMap<>(response.headers().map());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("Date"));
        return headers;
    }

    /** Of each filter whose click and consent could be read, the order. */
    private void assertKept() throws Exception {
        untracked.stop();
        tracked.stop();
        List<OutboxFile.Row> rows = tracked.rows();
        for (String property : List.of("total", "date", "currency", "wanted")) {
            assertTrue(rows.stream().anyMatch(row -> row.orderId().equals(property + "-1123")), property);
        }
        assertTrue(rows.stream().anyMatch(row -> row.orderId().startsWith("unknown-")), rows::toString);
    }

    private static Map<String, Supplier<Throwable>> thrown() {
        Map<String, Supplier<Throwable>> thrown = new LinkedHashMap<>();
        thrown.put("illegalState", () -> new IllegalStateException("x"));
        thrown.put("checked", () -> new Exception("checked"));
        thrown.put("throwable", () -> new Throwable("neither"));
        thrown.put("interrupted", () -> new InterruptedException("x"));
        thrown.put("error", () -> new Error("x"));
        thrown.put("assertion", AssertionError::new);
        thrown.put("linkage", () -> new LinkageError("x"));
        thrown.put("noClass", () -> new NoClassDefFoundError("x"));
        thrown.put("unsatisfied", () -> new UnsatisfiedLinkError("x"));
        thrown.put("outOfMemory", () -> new OutOfMemoryError("simulated"));
        thrown.put("internal", () -> new InternalError("x"));
        thrown.put("unknown", () -> new UnknownError("x"));
        thrown.put("stackOverflow", StackOverflowError::new);
        thrown.put("threadDeath", ThreadDeath::new);
        thrown.put("elOfTheShop", () -> new jakarta.el.ELException("x", new InternalError("x")));
        thrown.put("noProperty", () -> new jakarta.el.PropertyNotFoundException((String) null));
        thrown.put("long", () -> new IllegalStateException("x".repeat(1_000_000)));
        thrown.put("forged", () -> new IllegalStateException("a\r\nb\u2028UNSTORED-ORDER {}\u0000"));
        thrown.put("circle", OtherPeoplesVicesIT::circle);
        Map<String, Supplier<Object>> vices = new LinkedHashMap<>();
        vices.put("Null", () -> null);
        vices.put("State", thrower(new IllegalStateException("vice")));
        vices.put("Memory", thrower(new OutOfMemoryError("vice")));
        vices.put("Internal", thrower(new InternalError("vice")));
        vices.put("Death", thrower(new ThreadDeath()));
        vices.put("Endless", () -> endless(0));
        vices.forEach((name, vice) -> {
            thrown.put("message" + name, () -> new Vicious(vice, null, () -> new StackTraceElement[0]));
            thrown.put("cause" + name, () -> new Vicious(() -> "x", vice, () -> new StackTraceElement[0]));
            thrown.put("trace" + name, () -> new Vicious(() -> "x", null, vice));
        });
        thrown.put("nullInTrace", () -> new Vicious(() -> "x", null, () -> new StackTraceElement[1]));
        thrown.put("causeAnew", () -> anew(0));
        return thrown;
    }

    private static Map<String, Supplier<Object>> values() {
        Map<String, Supplier<Object>> values = new LinkedHashMap<>();
        THROWN.forEach((name, supplier) -> values.put("text-" + name, () -> new Object() {
            @Override
            public String toString() {
                return (String) thrower(supplier).get();
            }
        }));
        values.put("null", () -> null);
        values.put("nullText", () -> new Object() {
            @Override
            public String toString() {
                return null;
            }
        });
        values.put("longText", () -> "x".repeat(5_000_000));
        values.put("controls", () -> "\u0000\ud800\ufffe\n");
        values.put("halves", () -> "\ud83d".repeat(300));
        values.put("nul", () -> "\u0000");
        values.put("broken", () -> Broken.VALUE);
        values.put("record", () -> new Checked("x"));
        values.put("number", () -> new BigDecimal("1") {
            private static final long serialVersionUID = 1L;

            @Override
            public int signum() {
                throw new InternalError("number");
            }

            @Override
            public String toString() {
                throw new InternalError("number");
            }
        });
        values.put("hugeNumber", () -> new BigDecimal("1E+2000000000"));
        values.put("date", () -> new Date() {
            private static final long serialVersionUID = 1L;

            @Override
            public Instant toInstant() {
                throw new OutOfMemoryError("date");
            }
        });
        values.put("map", () -> new AbstractMap<String, String>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                throw new ThreadDeath();
            }
        });
        values.put("list", () -> new AbstractList<String>() {
            @Override
            public String get(int index) {
                throw new StackOverflowError();
            }

            @Override
            public int size() {
                return 3;
            }
        });
        values.put("bundle", () -> new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                throw new InternalError("bundle");
            }
        });
        values.put(
                "proxy",
                () -> Proxy.newProxyInstance(
                        OtherPeoplesVicesIT.class.getClassLoader(),
                        new Class<?>[] {CharSequence.class},
                        (proxy, method, arguments) ->
                                thrower(new Exception("undeclared")).get()));
        values.put("ownElement", OtherPeoplesVicesIT::containingItself);
        return values;
    }

    private static Object containingItself() {
        Map<Object, Object> inner = new LinkedHashMap<>();
        Map<Object, Object> outer = new LinkedHashMap<>(Map.of("inner", inner));
        inner.put("outer", outer);
        return Collections.unmodifiableMap(outer);
    }

    private static Throwable circle() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        return first;
    }

    private static Throwable anew(int depth) {
        return new Vicious(() -> "x", () -> anew(depth + 1), () -> new StackTraceElement[0]);
    }

    private static Object endless(int depth) {
        return endless(depth + 1);
    }

    private static Supplier<Object> thrower(Throwable thrown) {
        return thrower(() -> thrown);
    }

    private static Supplier<Object> thrower(Supplier<? extends Throwable> thrown) {
        return () -> OtherPeoplesVicesIT.<RuntimeException>sneak(thrown.get());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
