package io.roifilter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Pages of one visitor that are answered at the same time, such as tabs that a browser opens together. */
class SessionNotesTest {
    private static final int PAGES = 8;
    private static final int ROUNDS = 300;

    @Test
    void noPageUndoesWhatAnotherHasNoted() throws Exception {
        ExecutorService pages = Executors.newFixedThreadPool(PAGES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                HttpServletRequest request = request("session-" + round);
                CyclicBarrier together = new CyclicBarrier(PAGES);
                List<Future<?>> answered = new ArrayList<>();
                for (int page = 0; page < PAGES; page++) {
                    SessionNote note = new SessionNote("order-" + page, "1.00", false, "", "");
                    answered.add(pages.submit(() -> {
                        together.await();
                        return SessionNotes.add(request, note);
                    }));
                }
                for (Future<?> page : answered) {
                    assertEquals(true, page.get());
                }
                assertEquals(PAGES, SessionNotes.of(request.getSession(false)).size(), "round " + round);
            }
        } finally {
            pages.shutdownNow();
        }
    }

    private static HttpServletRequest request(String id) {
        Map<String, Object> attributes = new ConcurrentHashMap<>();
        HttpSession session = proxy(HttpSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getId" -> id;
            case "getAttribute" -> attributes.get(arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
        return proxy(HttpServletRequest.class, (proxy, method, arguments) -> session);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
