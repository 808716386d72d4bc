package io.roifilter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.roifilter.testing.AsyncAdapter;
import io.roifilter.testing.CheckedLog;
import io.roifilter.testing.Clicks;
import io.roifilter.testing.OnEachContainer;
import io.roifilter.testing.TestShop;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Orders in a session that a filter of the shop's serves, before or behind ours: that of the container has nothing in it. */
@OnEachContainer
class ServedSessionIT {
    private static final String CLICK = "roi_data=" + Clicks.inCookie(Clicks.CLICK);
    private static final Map<String, String> BARE =
            Map.of("orderId", "${lastOrder.id}", "amount", "${lastOrder.total}");
    private static final Map<String, String> SCOPED =
            Map.of("orderId", "${sessionScope.lastOrder.id}", "amount", "${sessionScope['lastOrder'].total}");
    private static final Map<String, String> AN_ORDER = Map.of("id", "1123", "total", "152.99");

    @RegisterExtension
    static final CheckedLog LOG = new CheckedLog();

    @RegisterExtension
    final TestShop shop = new TestShop();

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void springSession(boolean oursIsFirst, boolean hasInitializer) throws Exception {
        mount(springSession(), oursIsFirst, BARE);
        if (hasInitializer) {
            shop.initializer();
        }
        shop.page("/place", (request, response) -> request.getSession().setAttribute("lastOrder", AN_ORDER))
                .page("/thank-you", (request, response) -> {
                    assertEquals(AN_ORDER, request.getSession(false).getAttribute("lastOrder"));
                    thank(request, response);
                })
                .start();

        visit();
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
        assertEquals("152.99", shop.reported().get(0).amount());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void springSecurityBehindSpringSession(boolean oursIsFirst) throws Exception {
        if (oursIsFirst) {
            shop.report(SCOPED);
        }
        shop.filter("session", springSession(), Map.of(), "/*").filter("security", springSecurity(), Map.of(), "/*");
        if (!oursIsFirst) {
            shop.report(SCOPED);
        }
        shop.initializer()
                .page("/place", (request, response) -> request.getSession().setAttribute("lastOrder", AN_ORDER))
                .page("/thank-you", ServedSessionIT::thank)
                .start();

        visit();
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    /** As of Apache Shiro, which knows its sessions by the thread, and only as long as its filter is at work. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionThatIsKnownOnlyBehindItsFilter(boolean oursIsFirst) throws Exception {
        mount(new ThreadsSessions(), oursIsFirst, BARE);
        shop.initializer().page("/thank-you", ServedSessionIT::thank).start();

        shop.get("/thank-you", "Cookie", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    @Test
    void onAPageThatIsAnsweredAsynchronously() throws Exception {
        mount(springSession(), true, BARE);
        shop.initializer()
                .page("/place", (request, response) -> request.getSession().setAttribute("lastOrder", AN_ORDER))
                .page("/thank-you", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.addListener(new AsyncAdapter());
                    async.start(() -> {
                        TestShop.print(async.getResponse(), "thank you");
                        async.complete();
                    });
                })
                .start();

        visit();
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    /** Nobody sees that before it is done: it is said, and what can be done about it is {@code before}. */
    @Test
    void aSessionThatThePageEndsIsSaid() throws Exception {
        mount(springSession(), true, BARE);
        shop.initializer()
                .page("/place", (request, response) -> request.getSession().setAttribute("lastOrder", AN_ORDER))
                .page("/thank-you", (request, response) -> {
                    request.getSession().invalidate();
                    thank(request, response);
                })
                .start();

        visit();
        assertEquals(List.of(), shop.rows());
        assertEquals(
                1,
                LOG.ours(Level.SEVERE).stream()
                        .filter(entry -> entry.contains("the page has ended the session"))
                        .count(),
                LOG::all);
        LOG.clear();
    }

    @Test
    void theContainersSessionCountsWhereNoOtherIsServed() throws Exception {
        shop.report(SCOPED)
                .initializer()
                .filter("security", springSecurity(), Map.of(), "/*")
                .page("/thank-you", (request, response) -> {
                    request.getSession().setAttribute("lastOrder", AN_ORDER);
                    thank(request, response);
                })
                .start();

        shop.get("/thank-you", "Cookie", CLICK);
        assertEquals(List.of("1123"), shop.reportedIds(), LOG::all);
    }

    private void mount(Filter session, boolean oursIsFirst, Map<String, String> order) {
        if (oursIsFirst) {
            shop.report(order).filter("session", session, Map.of(), "/*");
        } else {
            shop.filter("session", session, Map.of(), "/*").report(order);
        }
    }

    /** Of a customer who keeps the cookie of the session. */
    private void visit() throws Exception {
        HttpResponse<byte[]> placed = shop.get("/place");
        String session = placed.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        assertEquals("thank you", TestShop.text(shop.get("/thank-you", "Cookie", session + "; " + CLICK)));
    }

    private static void thank(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("thank you");
    }

    private static Filter springSession() {
        return new SessionRepositoryFilter<MapSession>(new MapSessionRepository(new ConcurrentHashMap<>()));
    }

    private static Filter springSecurity() throws ServletException {
        SecurityContextHolderAwareRequestFilter aware = new SecurityContextHolderAwareRequestFilter();
        aware.afterPropertiesSet();
        return new FilterChainProxy(new DefaultSecurityFilterChain(
                AnyRequestMatcher.INSTANCE,
                new SecurityContextHolderFilter(new HttpSessionSecurityContextRepository()),
                aware));
    }

    /** Everybody's order is the same. */
    private static final class ThreadsSessions extends HttpFilter {
        private static final long serialVersionUID = 1L;
        private static final ThreadLocal<Map<String, ?>> CURRENT = new ThreadLocal<>();

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            CURRENT.set(Map.of("lastOrder", AN_ORDER));
            try {
                chain.doFilter(
                        new HttpServletRequestWrapper(request) {
                            @Override
                            public HttpSession getSession(boolean create) {
                                Map<String, ?> attributes = CURRENT.get();
                                return attributes == null ? null : session(attributes);
                            }
                        },
                        response);
            } finally {
                CURRENT.remove();
            }
        }

        private static HttpSession session(Map<String, ?> attributes) {
            return (HttpSession) java.lang.reflect.Proxy.newProxyInstance(
                    ThreadsSessions.class.getClassLoader(),
                    new Class<?>[] {HttpSession.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getAttribute" -> attributes.get(arguments[0]);
                        case "getAttributeNames" -> java.util.Collections.enumeration(attributes.keySet());
                        default -> throw new UnsupportedOperationException(method.getName());
                    });
        }
    }
}
