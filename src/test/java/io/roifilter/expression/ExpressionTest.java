package io.roifilter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.click.RoiDataMask;
import io.roifilter.testing.FakeRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private final FakeRequest request = new FakeRequest();

    @Test
    void readsBeansRecordsMapsListsAndArrays() throws Exception {
        request.with("bean", new Bean())
                .with("record", new Order("A-1", new BigDecimal("19.99"), List.of(new Line(2), new Line(3))))
                .with("map", Map.of("total", 5))
                .with("array", new String[] {"x", "y"});

        assertEquals(new BigDecimal("152.99"), value("${bean.totalPrice}"));
        assertEquals(new BigDecimal("19.99"), value("${record.total}"));
        assertEquals("A-1", value("${record['id']}"));
        assertEquals(3, value("${record.lines[1].quantity}"));
        assertEquals(5, value("${map.total}"));
        assertEquals("y", value("${array[1]}"));
    }

    @Test
    void readsWhatARecordOffersBesidesItsComponents() throws Exception {
        request.with("record", new PublicOrder("A-1"));

        assertEquals("A-1!", value("${record.loud}"));
        assertEquals("A-1", value("${record.id()}"));
        assertEquals("PublicOrder", value("${record['class'].simpleName}"));
    }

    @Test
    void keepsTheTypeOfASingleExpressionAndMakesTextOfAMixture() throws Exception {
        BigDecimal total = new BigDecimal("152.990");
        request.with("total", total).with("id", 7);

        assertSame(total, value("${total}"));
        assertEquals("shop-7", value("shop-${id}"));
        assertEquals("7152.990", value("${id}${total}"));
        assertEquals(159L, ((Number) value("${total.intValue() + id}")).longValue());
    }

    @Test
    void computesWithStreamsAndLambdas() throws Exception {
        request.with("order", new Order("A-1", BigDecimal.ONE, List.of(new Line(2), new Line(3))));

        assertEquals(5L, ((Number) value("${order.lines.stream().map(l -> l.quantity).sum()}")).longValue());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', commentCharacter = '^', textBlock = """
            #{id}              | 7
            ${id}-#{id}        | 7-7
            #{id}-${id}-#{id}  | 7-7-7
            $#{id}             | $7
            #${id}             | #7
            \\#{id}            | #{id}
            \\#{id}${id}       | #{id}7
            \\${id}#{id}       | ${id}7
            #{'#{x}'}${id}     | #{x}7
            ${"}"}#{id}        | }7
            ${'\\'}#{'}#{id}   | '}#{7
            #{{'a':id}.a}${id} | 77
            #{{1,2}.size()}#{id} | 27
            """)
    void takesHashAndDollarForTheSame(String text, String expected) throws Exception {
        request.with("id", 7);

        assertEquals(expected, String.valueOf(value(text)));
    }

    @Test
    void takesTextWithoutExpressionAsItIs() throws Exception {
        for (String text : List.of("true", "", "$5", "a\\b", "}{", "#", "100% \\$")) {
            assertEquals(text, value(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${order.}", "#{a b}", "${'x}", "${fn:length(x)}", "${a}${", "${}", "x#{1+}y"})
    void refusesWrongSyntaxInOneLine(String text) {
        IllegalArgumentException refusal =
                assertThrowsExactly(IllegalArgumentException.class, () -> Expression.parse(text));

        assertTrue(refusal.getMessage().startsWith("not a valid expression: "), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
    }

    @Test
    void looksForNamesInRequestThenSessionThenApplication() throws Exception {
        request.contextAttributes.put("order", "application's");
        assertEquals("application's", value("${order}"));
        request.sessionAttributes.put("order", "session's");
        assertEquals("session's", value("${order}"));
        request.with("order", "request's");
        assertEquals("request's", value("${order}"));

        assertEquals(
                "request's session's application's",
                value("${requestScope.order} ${sessionScope.order} ${applicationScope.order}"));
    }

    @Test
    void takesUnknownNamesForNull() throws Exception {
        assertNull(value("${nobody}"));
        assertNull(value("${nobody.knows.me}"));
        assertNull(value("${Math}"));
        assertNull(value("${pageContext.request}"));
        assertNull(value("${param.x}"));
        assertNull(value("${cookie.x.value}"));
        assertEquals("", value("${nobody}${param.x}"));
        assertEquals(true, value("${empty param}"));
    }

    @Test
    void copesWithoutSessionAndWithAnEndedOne() throws Exception {
        request.sessionAttributes.put("order", "x");
        request.sessionIsInvalid = true;
        assertNull(value("${order}"));
        assertNull(value("${sessionScope.order}"));
        assertEquals(true, value("${empty sessionScope}"));

        request.hasSession = false;
        assertNull(value("${order}"));
        assertEquals(true, value("${empty sessionScope}"));
    }

    @Test
    void offersTheImplicitObjectsOfJsp() throws Exception {
        request.parameters.put("id", new String[] {"1", "2"});
        request.headers.put("X-Shop", List.of("a", "b"));
        request.initParameters.put("currency", "USD");
        request.cookie("c", "first").cookie("c", "second");

        assertEquals("1", value("${param.id}"));
        assertEquals("2", value("${paramValues.id[1]}"));
        assertEquals("a", value("${header['x-shop']}"));
        assertEquals("b", value("${headerValues['X-SHOP'][1]}"));
        assertNull(value("${headerValues.none}"));
        assertEquals("first", value("${cookie.c.value}"));
        assertEquals("USD", value("${initParam.currency}"));
        assertEquals("POST", value("${request.method}"));
        assertEquals(false, value("${empty header}"));
        assertEquals(1, value("${param.size()}"));
    }

    @Test
    void prefersImplicitObjectsToAttributes() throws Exception {
        request.with("param", "mine").with("request", "mine");
        request.parameters.put("id", new String[] {"1"});

        assertEquals("1", value("${param.id}"));
        assertEquals("POST", value("${request.method}"));
        assertEquals("mine", value("${requestScope.param}"));
    }

    @Test
    void readsOnlyTheQueryStringBeforeTheChain() throws Exception {
        request.query("consent=yes&a=1&a=%C3%BC+%zz");

        assertEquals("yes", before("${param.consent}"));
        assertEquals("yes", before("${request.getParameter('consent')}"));
        assertEquals("ü %zz", before("${paramValues.a[1]}"));
        assertEquals("[consent, a]", before("${paramValues.keySet()}").toString());
        assertNull(before("${request.getParameter('none')}"));
        for (String body : List.of("${request.reader}", "${request.inputStream}", "${request.parts}")) {
            assertThrows(EvaluationException.class, () -> before(body));
        }
        assertEquals(
                List.of(),
                request.calls.stream()
                        .filter(c -> c.matches("getParam.*|getReader|getIn.*|getPart.*"))
                        .toList());
    }

    @Test
    void cannotAssign() {
        Map<String, Object> map = new HashMap<>();
        Bean bean = new Bean();
        request.with("map", map)
                .with("bean", bean)
                .with("list", new ArrayList<>(List.of("a")))
                .with("record", new Line(1));

        for (String text : List.of(
                "${x = 1}",
                "${map.x = 1}",
                "${bean.name = 'x'}",
                "${list[0] = 'x'}",
                "${record.quantity = 2}",
                "${param = 1}",
                "${requestScope.x = 1}",
                "${paramValues.x = 1}",
                "${cookie = 1}")) {
            assertThrows(EvaluationException.class, () -> value(text), text);
        }
        assertEquals(Map.of(), map);
        assertEquals("unchanged", bean.name);
        assertEquals(List.of("a"), request.requestAttributes.get("list"));
        assertFalse(request.requestAttributes.containsKey("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "true,true",
        "TRUE,true",
        "' true ',true",
        "false,false",
        "yes,false",
        "1,false",
        "'',false",
        "${yes},true",
        "${!yes},false",
        "${'true'},true",
        "${nobody},false",
        "${1},false",
        "${yes}${yes},false"
    })
    void isTrueOnlyForTrue(String text, boolean expected) throws Exception {
        request.with("yes", true);

        assertEquals(expected, Expression.parse(text).isTrue(afterChain(request)));
    }

    @Test
    void namesTheExpressionTheExceptionAndTheLineWhenAGetterThrows() {
        request.with("bean", new Bean());

        EvaluationException failure = assertThrows(EvaluationException.class, () -> value("${bean.broken}"));

        String message = failure.getMessage();
        assertTrue(message.startsWith("${bean.broken}: java.lang.IllegalStateException at "), message);
        assertTrue(message.contains("ExpressionTest$Bean.getBroken(ExpressionTest.java:"), message);
        assertFalse(message.contains("secret"), message);
        String reason = failure.reason(RoiDataMask.of("echo3-secret-id"));
        assertTrue(reason.endsWith(": no  forged entry for echo3-se…"), reason);
    }

    @Test
    void namesThePropertyThatDoesNotExist() {
        request.with("bean", new Bean());

        EvaluationException failure = assertThrows(EvaluationException.class, () -> value("${bean.totl}"));

        assertTrue(failure.getMessage().contains("totl"), failure.getMessage());
        assertTrue(failure.getMessage().contains(Bean.class.getName()), failure.getMessage());
        assertEquals(failure.getMessage(), failure.reason(RoiDataMask.of("echo3-secret-id")));
    }

    @Test
    void turnsWhateverIsThrownIntoAnException() {
        request.with("bean", new Bean())
                .with("thrower", new Thrower(new LinkageError("x")))
                .with("dying", new Thrower(new OutOfMemoryError("simulated")));

        EvaluationException failure = assertThrows(EvaluationException.class, () -> value("${bean.assertion}"));
        assertTrue(failure.getMessage().contains("java.lang.AssertionError"), failure.getMessage());
        assertNull(failure.getCause());
        assertThrows(EvaluationException.class, () -> value("${bean.endless}"));
        assertThrows(EvaluationException.class, () -> value("${bean.unnamedError}"));
        assertThrows(EvaluationException.class, () -> value("${thrower.anything}"));
        assertThrows(EvaluationException.class, () -> value("${bean.muteException}"));
        assertThrows(EvaluationException.class, () -> value("${bean.outOfMemory}"));
        assertThrows(EvaluationException.class, () -> value("${dying.anything}"));
    }

    @Test
    void isParsedWithAnyContextClassLoaderAndLeavesItAsItWas() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            for (ClassLoader foreign : new ClassLoader[] {null, ClassLoader.getPlatformClassLoader()}) {
                thread.setContextClassLoader(foreign);
                assertEquals(3L, value("${1 + 2}"));
                assertSame(foreign, thread.getContextClassLoader());
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void isEvaluatedByManyThreadsAtOnce() throws Exception {
        Expression expression = Expression.parse("${order.id}-#{order.lines.stream().map(l -> l.quantity).sum()}");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                FakeRequest own =
                        new FakeRequest().with("order", new Order("o" + i, BigDecimal.ONE, List.of(new Line(i))));
                tasks.add(() -> expression.evaluate(afterChain(own)));
            }
            List<Future<Object>> values = threads.invokeAll(tasks);
            for (int i = 0; i < 400; i++) {
                assertEquals("o" + i + "-" + i, values.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${page.order.id}",
                "#{page}",
                "${empty page}",
                "A-${order['x']}-${order[page.status]}",
                "${order.take(page)}",
                "${[1, 2].stream().map(x -> page.status + x).sum()}",
                "${not page.json.paid}"
            })
    void namesWhatStandsAtABeginning(String text) {
        assertTrue(Expression.parse(text).names("page"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page",
                "${'page'}",
                "${order['page'].x}",
                "${requestScope.page}",
                "${order . page}",
                "${pages.first}",
                "\\${page}${order.id}",
                "page ${order.id} page"
            })
    void doesNotNameWhatIsText(String text) {
        assertFalse(Expression.parse(text).names("page"));
    }

    private Object value(String text) throws EvaluationException {
        return Expression.parse(text).evaluate(afterChain(request));
    }

    private Object before(String text) throws EvaluationException {
        return Expression.parse(text).evaluate(EvaluationScope.beforeChain(request.request(), request.context()));
    }

    private static EvaluationScope afterChain(FakeRequest request) {
        return EvaluationScope.afterChain(request.request(), request.context());
    }

    record Order(String id, BigDecimal total, List<Line> lines) {}

    record Line(int quantity) {}

    /** What a shop has. */
    public record PublicOrder(String id) {
        /** Not a component. */
        public String getLoud() {
            return id + "!";
        }
    }

    /** Throws from the accessor of a component. */
    record Thrower(Error anything) {
        @Override
        public Error anything() {
            throw anything;
        }
    }

    /** What a shop has. */
    public static final class Bean {
        private String name = "unchanged";

        public BigDecimal getTotalPrice() {
            return new BigDecimal("152.99");
        }

        public void setName(String name) {
            this.name = name;
        }

        public Object getBroken() {
            throw new IllegalStateException("no\r\nforged entry for echo3-secret-id");
        }

        public Object getAssertion() {
            throw new AssertionError("x");
        }

        public Object getEndless() {
            return getEndless();
        }

        public Object getUnnamedError() {
            throw new Error("x");
        }

        public Object getOutOfMemory() {
            throw new OutOfMemoryError("simulated");
        }

        public Object getMuteException() {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalArgumentException("not even this");
                }
            };
        }
    }
}
