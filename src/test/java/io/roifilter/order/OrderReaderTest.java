package io.roifilter.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.RoiInsert;
import io.roifilter.click.ClickCounts.Outcome;
import io.roifilter.click.RoiCookie;
import io.roifilter.click.RoiDataFinder;
import io.roifilter.expression.Expression;
import io.roifilter.order.OrderReading.Complete;
import io.roifilter.order.OrderReading.NoOrder;
import io.roifilter.order.OrderReading.Refused;
import io.roifilter.order.OrderReading.Unreadable;
import io.roifilter.order.Outcome.Why;
import io.roifilter.testing.FakeRequest;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {
    private static final String ROI_DATA = "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9";
    private static final String OUR_COOKIE = new RoiCookie(
                    "roi", Duration.ofDays(30), Optional.empty(), Optional.empty(), "Lax", "")
            .headers(ROI_DATA, new FakeRequest().request(), Instant.now())
            .get(0)
            .split("[=;]")[1];
    private static final LocalDate PACIFIC_TODAY = LocalDate.of(2026, 11, 21);

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T07:00:00Z"), ZoneOffset.UTC);
    private final RoiDataFinder finder = new RoiDataFinder("roi_data", "roi_data");
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final FakeRequest request = new FakeRequest();
    private boolean ignoreDuplicateOrders;

    @BeforeEach
    void anOrderAfterAClick() {
        settings.put("orderId", "${order.id}");
        settings.put("amount", "${order.total}");
        settings.put("when", "true");
        settings.put("consent", "true");
        request.cookie("roi_data", OUR_COOKIE);
        order("1123", new BigDecimal("152.99"));
    }

    @Test
    void readsAnOrder() {
        assertEquals(
                new Complete(new RoiInsert(ROI_DATA, "152.99", "1123", false, PACIFIC_TODAY), Optional.empty()),
                read());
    }

    @Test
    void readsTheValuesOfEverySetting() {
        settings.put("purchaseDate", "#{order.date}");
        settings.put("currency", "${order.currency}");
        settings.put("when", "${order.paid}");
        settings.put("consent", "${cookie.consent.value}");
        settings.put("roiData", "${sessionScope.click}");
        ignoreDuplicateOrders = true;
        request.cookie("consent", "true");
        request.sessionAttributes.put("click", " http://echo.example.com/ct/\n1 ");
        request.with(
                "order",
                Map.of(
                        "id",
                        77L,
                        "total",
                        "$1,299.50",
                        "date",
                        LocalDate.of(2026, 1, 2),
                        "currency",
                        Currency.getInstance("USD"),
                        "paid",
                        true));

        assertEquals(
                new Complete(
                        new RoiInsert("http://echo.example.com/ct/1", "1299.50", "77", true, LocalDate.of(2026, 1, 2)),
                        Optional.empty()),
                read());
    }

    @Test
    void keepsEveryLetterOfAnOrderId() {
        for (String id : new String[] {"Größe-1", "😀".repeat(127), "a<&>b", "漢字", "x".repeat(255), "a b"}) {
            order("  " + id + "\n", 1);
            assertEquals(id, complete().order().orderId());
        }
        order(new StringBuilder("A-1"), 1);
        assertEquals("A-1", complete().order().orderId());
    }

    @Test
    void evaluatesNothingWithoutRoiData() {
        request.cookies.clear();
        order(new Throwing(AssertionError::new), new Throwing(AssertionError::new));

        assertEquals(new NoOrder(Why.NO_ROI_DATA), read());
        assertFalse(request.calls.contains("getAttribute"));
    }

    @Test
    void letsTheRoiDataSettingReplaceTheSearch() {
        settings.put("roiData", "${order.click}");
        assertEquals(new NoOrder(Why.NO_ROI_DATA), read());
        assertEquals(0, finder.counts().of(Outcome.IGNORED));

        request.with("order", Map.of("click", "x".repeat(513)));
        assertEquals(new NoOrder(Why.NO_ROI_DATA), read());
        assertEquals(1, finder.counts().of(Outcome.IGNORED));
    }

    @ParameterizedTest
    @CsvSource({
        "consent,false,NO_CONSENT",
        "consent,${nobody},NO_CONSENT",
        "consent,yes,NO_CONSENT",
        "consent,${1},NO_CONSENT",
        "when,false,NOT_WANTED",
        "when,${nobody},NOT_WANTED",
        "when,${order.id == 'x'},NOT_WANTED",
        "when,'',NOT_WANTED",
        "orderId,${nobody.id},NO_ORDER_ID",
        "orderId,' ',NO_ORDER_ID",
        "orderId,${nobody},NO_ORDER_ID",
        "orderId,shop-${nobody.id},NO_ORDER_ID",
        "orderId,'shop-#{nobody.id}\\${ ${nobody}',NO_ORDER_ID"
    })
    void saysWhyThereIsNoOrder(String setting, String text, Why why) {
        settings.put(setting, text);

        assertEquals(new NoOrder(why), read());
    }

    @Test
    void asksForConsentBeforeAnythingElse() {
        settings.put("consent", "false");
        settings.put("when", "${order.id}");
        order(new Throwing(AssertionError::new), 1);

        assertEquals(new NoOrder(Why.NO_CONSENT), read());
        assertFalse(request.calls.contains("getAttribute"));
    }

    @Test
    void refusesAnAmountThatItCannotMakeAndKeepsTheShopsText() {
        order("1123", "1.299,50 \u20ac");

        Refused refused = assertInstanceOf(Refused.class, read());

        assertEquals(new RoiInsert(ROI_DATA, "1.299,50 \u20ac", "1123", false, PACIFIC_TODAY), refused.order());
        assertTrue(refused.reason().startsWith("not an amount in US dollars: '1.299,50 \u20ac'"), refused.reason());
    }

    @Test
    void keepsAnyTextThatAnOrderCanCarryAsRefusedAmount() {
        Map<Object, String> kept = Map.of(
                "",
                "missing",
                " \n",
                "missing",
                "a\r\n\ud800b",
                "a  ?b",
                "😀".repeat(100),
                "😀".repeat(31) + "…",
                "\u0000",
                "missing",
                Double.NaN,
                "NaN");
        kept.forEach((amount, expected) -> {
            order("1123", amount);
            assertEquals(
                    expected, assertInstanceOf(Refused.class, read()).order().amount());
        });
        settings.put("amount", "${nobody}");
        assertEquals("missing", assertInstanceOf(Refused.class, read()).order().amount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"USD", "usd", " Usd "})
    void takesUsDollarsHoweverWritten(String currency) {
        settings.put("currency", "${'" + currency + "'}");

        assertEquals("152.99", complete().order().amount());
    }

    @ParameterizedTest
    @CsvSource({"EUR,EUR", "${nobody},''", "US$,US$", "'E\nUR','E UR'"})
    void refusesOtherCurrencies(String currency, String shown) {
        settings.put("currency", currency);

        Refused refused = assertInstanceOf(Refused.class, read());

        assertEquals("the currency is not USD: '" + shown + "'", refused.reason());
        assertEquals("152.99", refused.order().amount());
    }

    @Test
    void tellsEverythingThatIsWrong() {
        settings.put("currency", "EUR");
        settings.put("purchaseDate", "tomorrow");
        order("1123", -1);

        String reason = assertInstanceOf(Refused.class, read()).reason();

        assertTrue(reason.startsWith("the currency is not USD: 'EUR'; the amount is negative: '-1'"), reason);
        assertTrue(reason.contains("; purchaseDate is not used: not a date: 'tomorrow'"), reason);
    }

    @Test
    void takesTodayAndWarnsWhenThePurchaseDateIsUnusable() {
        settings.put("purchaseDate", "${order.date}");
        assertEquals(PACIFIC_TODAY, complete().order().purchaseDate());
        assertEquals(Optional.empty(), complete().warning());

        for (Object date : new Object[] {
            "soon", 5, new Throwing(() -> new IllegalStateException("x")), new Throwing(StackOverflowError::new)
        }) {
            request.with("order", Map.of("id", "1", "total", 2, "date", date));
            Complete complete = complete();
            assertEquals(PACIFIC_TODAY, complete.order().purchaseDate());
            assertTrue(complete.warning().orElseThrow().startsWith("purchaseDate is not used: "));
        }
        settings.put("purchaseDate", "${order.date.nothing}");
        assertTrue(complete().warning().orElseThrow().contains("nothing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u0085b", "\ud800"})
    void keepsOrderIdsWithCharactersThatXmlCannotCarryCleaned(String id) {
        order(id, 1);

        Refused refused = refused();

        assertTrue(refused.reason().startsWith("order_id has a control character"), refused.reason());
        assertTrue(
                refused.order().orderId().matches("(a b|\\?)~[0-9a-f]{12}"),
                refused.order().orderId());
        assertEquals("1.00", refused.order().amount());
        assertEquals(refused, read());
    }

    @Test
    void keepsOverlongOrderIdsShortenedAndApart() {
        Set<String> ids = new HashSet<>();
        for (String end : new String[] {"1", "2"}) {
            order("x".repeat(255) + end, 1);
            Refused refused = refused();
            assertEquals("order_id must be 1 to 255 characters, but has 256", refused.reason());
            assertTrue(refused.order().orderId().startsWith("x".repeat(200)));
            ids.add(refused.order().orderId());
        }
        assertEquals(2, ids.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount", "when", "currency"})
    void keepsWhatIsKnownOfAnOrderThatCouldNotBeReadWhole(String setting) {
        for (Throwable thrown : vices()) {
            settings.put(setting, "${thrower.get()}");
            request.with("thrower", new Thrower(thrown));

            Refused refused = refused();

            assertEquals(
                    new RoiInsert(
                            ROI_DATA, setting.equals("amount") ? "unreadable" : "152.99", "1123", false, PACIFIC_TODAY),
                    refused.order());
            assertTrue(
                    refused.reason()
                            .startsWith("${thrower.get()}: " + thrown.getClass().getName()),
                    refused.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount", "when", "currency"})
    void keepsAnOrderWhoseSettingNamesAPropertyThatDoesNotExist(String setting) {
        settings.put(setting, "${text\n.misspelled}");
        request.with("text", "a text of the shop's");

        Refused refused = refused();

        assertEquals("1123", refused.order().orderId());
        assertTrue(refused.reason().contains("misspelled"), refused.reason());
        assertTrue(refused.reason().chars().noneMatch(Character::isISOControl), refused.reason());
    }

    @Test
    void keepsAnOrderWhoseIdCannotBeReadOnce() {
        for (Throwable thrown : vices()) {
            settings.put("orderId", "${thrower.get()}");
            request.with("thrower", new Thrower(thrown));
            Refused refused = refused();
            assertTrue(
                    refused.order().orderId().matches("unknown-[0-9a-f]{12}"),
                    refused.order().orderId());
            assertEquals("152.99", refused.order().amount());
            assertEquals(refused, read(), "reloaded");
            request.with("order", Map.of("id", "1123", "total", 5));
            assertNotEquals(refused.order().orderId(), refused().order().orderId());
            order("1123", new BigDecimal("152.99"));
        }
        settings.put("amount", "${thrower.get()}");
        assertEquals("unreadable", refused().order().amount());
    }

    @Test
    void keepsNothingWhereNothingSaysThatThereIsAnOrder() {
        settings.put("when", "${thrower.get()}");
        settings.put("orderId", "${nobody.id}");
        request.with("thrower", new Thrower(new IllegalStateException("x")));

        assertTrue(assertInstanceOf(Unreadable.class, read()).reason().startsWith("${thrower.get()}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent", "roiData"})
    void keepsNothingWithoutConsentOrRoiDataThatCanBeRead(String setting) {
        for (Throwable thrown : vices()) {
            settings.put(setting, "${thrower.get()}");
            request.with("thrower", new Thrower(thrown));

            String reason = assertInstanceOf(Unreadable.class, read()).reason();

            assertTrue(reason.contains("${thrower.get()}: " + thrown.getClass().getName()), reason);
        }
    }

    @Test
    void readsAgainWhenMemoryRanOut() {
        AtomicInteger calls = new AtomicInteger();
        settings.put("amount", "${order.total}${once}");
        request.with("once", new Throwing(() -> calls.incrementAndGet() < 3 ? new OutOfMemoryError() : null));

        assertEquals("152.99", complete().order().amount());
        assertEquals(3, calls.get());
    }

    @Test
    void keepsAnOrderForWhichThereIsNoMemoryAtAll() {
        AtomicInteger calls = new AtomicInteger();
        order("1123", new Throwing(() -> {
            calls.incrementAndGet();
            return new OutOfMemoryError();
        }));

        assertEquals("unreadable", refused().order().amount());
        assertEquals(3, calls.get());
    }

    @Test
    void findsTheCookieInTheHeaderWhenTheContainerCannotParseIt() {
        request.headers.put("Cookie", List.of("a b=c; \u00fc=\"; roi_data=" + OUR_COOKIE + "; =", "x"));

        OrderReading reading =
                reader().read(withBrokenCookies(), request.context()).reading();

        assertEquals(ROI_DATA, assertInstanceOf(Complete.class, reading).order().roiData());
    }

    @Test
    void survivesARequestThatCannotBeSearched() {
        Unreadable unreadable = assertInstanceOf(
                Unreadable.class,
                reader().read(withBrokenCookies(), request.context()).reading());

        assertTrue(
                unreadable.reason().startsWith("the search for roi_data in the cookies: java.lang.Illegal"),
                unreadable.reason());
        assertFalse(unreadable.reason().contains("echo3"), unreadable.reason());
    }

    @Test
    void survivesValuesWhoseTextThrows() {
        for (Throwable thrown : vices()) {
            Throwing throwing = new Throwing(() -> thrown);
            order(throwing, 1);
            assertTrue(refused().order().orderId().startsWith("unknown-"));
            order("1", throwing);
            assertEquals("unreadable", refused().order().amount());
        }
    }

    @Test
    void givesReasonsWithoutRoiDataInOneShortLine() {
        request.with(
                "thrower",
                new Thrower(new IllegalStateException(
                        "cannot serve\r\nroi_data=" + ROI_DATA + " " + OUR_COOKIE + " " + "long".repeat(1000))));
        settings.put("orderId", "${thrower.get()}");

        String reason = refused().reason();

        assertTrue(reason.contains("cannot serve  roi_data=echo3-61… echo3-61… long"), reason);
        assertTrue(reason.length() < 500, reason);
        settings.put("orderId", "1");
        settings.put("roiData", "${thrower.get()}");
        assertFalse(assertInstanceOf(Unreadable.class, read()).reason().contains("echo3"));
    }

    /** What code of the shop may throw. */
    private static List<Throwable> vices() {
        return List.of(
                new IllegalStateException("x"),
                new Exception("checked"),
                new Throwable("neither"),
                new StackOverflowError(),
                new AssertionError(),
                new NoClassDefFoundError("x"),
                new OutOfMemoryError("x"),
                new InternalError("x"),
                new ThreadDeath(),
                new Error("x"));
    }

    private HttpServletRequest withBrokenCookies() {
        return new HttpServletRequestWrapper(request.request()) {
            @Override
            public Cookie[] getCookies() {
                throw new IllegalArgumentException("roi_data=" + ROI_DATA);
            }
        };
    }

    private Refused refused() {
        return assertInstanceOf(Refused.class, read());
    }

    private OrderReading read() {
        return reader().read(request.request(), request.context()).reading();
    }

    private OrderReader reader() {
        OrderExpressions expressions = new OrderExpressions(
                setting("orderId").orElseThrow(),
                setting("amount").orElseThrow(),
                setting("purchaseDate"),
                setting("currency"),
                setting("when").orElseThrow(),
                setting("consent").orElseThrow(),
                setting("roiData"));
        return new OrderReader(expressions, finder, ignoreDuplicateOrders, clock);
    }

    private Complete complete() {
        return assertInstanceOf(Complete.class, read());
    }

    private Optional<Expression> setting(String name) {
        return Optional.ofNullable(settings.get(name)).map(Expression::parse);
    }

    private void order(Object id, Object total) {
        request.with("order", Map.of("id", id, "total", total));
    }

    /** A bean of the shop. */
    public static final class Thrower {
        private final Throwable thrown;

        Thrower(Throwable thrown) {
            this.thrown = thrown;
        }

        public Object get() throws Throwable {
            throw thrown;
        }
    }

    /** A value whose text cannot be had. */
    private record Throwing(Supplier<? extends Throwable> thrown) {
        @Override
        public String toString() {
            Throwable now = thrown.get();
            return now == null ? "" : throwUnchecked(now);
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> String throwUnchecked(Throwable thrown) throws T {
            throw (T) thrown;
        }
    }
}
