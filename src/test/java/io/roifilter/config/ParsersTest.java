package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import io.roifilter.config.Setting.Default;
import io.roifilter.expression.Expression;
import io.roifilter.text.Durations;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.http.Rfc6265CookieProcessor;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.DefaultLocale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each setting takes and refuses. */
class ParsersTest {
    @Test
    void everyDefaultIsAllowed() {
        for (Setting<?> setting : Settings.all()) {
            if (setting.defaultValue() instanceof Default.Text text) {
                assertTrue(parse(setting, text.text()).isPresent(), setting.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT15S, 15000",
        "pt1m30s, 90000",
        "PT0.25S, 250",
        "P2D, 172800000",
        "0s, 0",
        "250ms, 250",
        "15s, 15000",
        "15m, 900000",
        "12h, 43200000",
        "30d, 2592000000",
        "999999999d, 86399999913600000"
    })
    void durationsAreIsoOrANumberAndAUnit(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "15", "15 s", "15S", "1.5s", "-1s", "+1s", "s", "1w", "1d12h", "9999999999s", "P1Y", "١s"})
    void whatIsNoDurationIsRefused(String text) {
        assertEquals(Optional.empty(), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "PT-1S", "PT9999999999999999999S", "PT10.001S", "11s", "P400D"})
    void aDurationOutOfBoundsIsRefused(String text) {
        assertRefused(Settings.ACCEPT_TIMEOUT, text);
    }

    @Test
    void theBoundsOfDurationsAreThemselvesAllowed() {
        assertBounds(Settings.ACCEPT_TIMEOUT, "0s", "10s");
        assertBounds(Settings.CONNECT_TIMEOUT, "1ms", "5m");
        assertBounds(Settings.REQUEST_TIMEOUT, "1ms", "10m");
        assertBounds(Settings.RETRY_MIN, "1ms", "1d");
        assertBounds(Settings.RETRY_MAX, "1ms", "1d");
        assertBounds(Settings.RETRY_FOR, "1ms", "365d");
        assertBounds(Settings.KEEP_DELIVERED, "1d", "3650d");
        assertBounds(Settings.SHUTDOWN_TIMEOUT, "0s", "60s");
        assertBounds(Settings.COOKIE_MAX_AGE, "1s", "400d");
    }

    @Test
    void sizesAreANumberAndAUnit() {
        assertAllowed(Settings.PAGE_LIMIT, "16KiB", "512KiB", "0512KiB", "1MiB", "16MiB");
        assertRefused(
                Settings.PAGE_LIMIT,
                "15KiB",
                "17MiB",
                "16385KiB",
                "512",
                "512 KiB",
                "512kb",
                "1GiB",
                "-1MiB",
                "1.5MiB",
                "9999999999KiB",
                "KiB");
    }

    @Test
    void wholeNumbersHaveBounds() {
        assertAllowed(Settings.BATCH_SIZE, "1", "140", "007");
        assertRefused(
                Settings.BATCH_SIZE, "0", "141", "-1", "+1", "1.0", "1e2", "1_0", "0x1", "9999999999", "٣", "ten");
        assertAllowed(Settings.CONNECTIONS, "1", "16");
        assertRefused(Settings.CONNECTIONS, "0", "17");
        assertAllowed(Settings.QUEUE_CAPACITY, "1", "1000000");
        assertRefused(Settings.QUEUE_CAPACITY, "0", "1000001");
    }

    /** The endpoint, as others, reads no more than that. */
    @Test
    void theLargestBatchOfTheLargestOrdersStaysBelowOneMebibyte() {
        RoiInsert largest = new RoiInsert(
                "&".repeat(RoiInsert.MAX_ROI_DATA),
                "999999999999.99",
                "&".repeat(RoiInsert.MAX_ORDER_ID),
                true,
                LocalDate.of(2026, 11, 22));
        String longest = "&".repeat(1024);
        assertAllowed(Settings.API_KEY, longest);
        String xml = ApiRequest.of(new Credentials(longest, longest), Collections.nCopies(140, largest))
                .toXml();
        int bytes = ("data=" + URLEncoder.encode(xml, StandardCharsets.UTF_8)).length();
        assertTrue(bytes < 1 << 20, bytes + " bytes");
    }

    @Test
    void flagsAreStrict() {
        assertEquals(Optional.of(true), parse(Settings.FAIL_FAST, "true"));
        assertEquals(Optional.of(false), parse(Settings.FAIL_FAST, "false"));
        assertRefused(Settings.FAIL_FAST, "TRUE", "True", "yes", "on", "1", "0", "no", "${true}");
    }

    @Test
    void theEndpointIsHttpsOrOnThisMachine() {
        assertAllowed(
                Settings.ENDPOINT,
                "https://api.example.com",
                "HTTPS://api.example.com:8443/roi/index.php?v=1",
                "https://10.0.0.1/",
                "https://[2001:db8::1]/",
                "http://localhost:8080/roi",
                "http://LOCALHOST/",
                "http://127.0.0.1/",
                "http://127.1.2.255/",
                "http://[::1]:8080/",
                "http://[0:0:0:0:0:0:0:1]/");
        assertRefused(
                Settings.ENDPOINT,
                "http://api.example.com/",
                "http://127.0.0.1.example.com/",
                "http://127.0.0.256/",
                "http://localhost.example.com/",
                "http://[::2]/",
                "http://0.0.0.0/",
                "http://10.0.0.1/");
    }

    @Test
    void theEndpointIsACompleteAddressWithoutUserAndFragment() {
        assertRefused(
                Settings.ENDPOINT,
                "api.example.com/roi",
                "/roi",
                "//api.example.com/roi",
                "https:/roi",
                "https:///roi",
                "https://",
                "https://api.example.com/a b",
                "https://api.example.com:0/",
                "https://api.example.com:65536/",
                "https://user@api.example.com/",
                "https://@api.example.com/",
                "https://user:password@api.example.com/",
                "https://api.example.com/#top",
                "https://api.example.com/" + "x".repeat(2000),
                "ftp://localhost/",
                "file:///etc/passwd",
                "jdbc:sqlite:x");
    }

    @Test
    void theEndpointIsSentInAscii() {
        assertEquals(
                Optional.of(URI.create("https://api.example.com/%C3%A4?%C3%BC")),
                parse(Settings.ENDPOINT, "https://api.example.com/ä?ü"));
        assertRefused(Settings.ENDPOINT, "https://api.example.com/" + "ä".repeat(500));
    }

    @Test
    @DefaultLocale("tr")
    void thisMachineIsKnownInATurkishLocale() {
        assertAllowed(Settings.ENDPOINT, "HTTP://LOCALHOST/", "http://127.0.0.1/");
    }

    @Test
    void theOutboxIsEmbeddedOrADatabase() {
        assertEquals(Optional.of(new OutboxLocation.Embedded()), parse(Settings.OUTBOX, "embedded"));
        assertEquals(
                Optional.of(new OutboxLocation.Jdbc("jdbc:postgresql://db/roi?user=u&password=p")),
                parse(Settings.OUTBOX, "jdbc:postgresql://db/roi?user=u&password=p"));
        assertEquals(
                Optional.of(new OutboxLocation.Jndi("java:comp/env/jdbc/roi")),
                parse(Settings.OUTBOX, "java:comp/env/jdbc/roi"));
        assertRefused(
                Settings.OUTBOX,
                "Embedded",
                "jdbc:",
                "jdbc:postgresql:",
                "jdbc::x",
                "java:",
                "jdbc/roi",
                "ldap://evil.example.com/x",
                "postgresql://db/roi",
                "java:comp/env/jdbc/r oi");
    }

    /** Whose drivers are often there, so that only the first order would tell. */
    @Test
    void theOutboxIsInNoDatabaseThatCannotBeOne() {
        assertRefused(
                Settings.OUTBOX,
                "jdbc:sqlite:/var/lib/outbox.db",
                "jdbc:SQLite:x",
                "jdbc:h2:mem:roi",
                "jdbc:hsqldb:file:x",
                "jdbc:derby:x",
                "jdbc:oracle:thin:@db:1521/roi",
                "jdbc:sqlserver://db");
        assertAllowed(
                Settings.OUTBOX, "jdbc:mariadb://db/roi", "jdbc:mysql://db/roi", "jdbc:p6spy:postgresql://db/roi");
    }

    @Test
    void theOutboxDirectoryIsAnAbsolutePath() {
        Path absolute = Path.of("outbox").toAbsolutePath();
        assertEquals(Optional.of(absolute), parse(Settings.OUTBOX_DIRECTORY, absolute + "/../outbox"));
        assertRefused(Settings.OUTBOX_DIRECTORY, "outbox", "./outbox", "~/outbox", "/a\0b");
    }

    @Test
    void orderIdAndAmountNeedAnExpression() {
        for (Setting<Expression> setting : List.of(Settings.ORDER_ID, Settings.AMOUNT)) {
            assertAllowed(setting, "${order.id}", "#{order.id}", "A-${order.id}-${order.part}");
            assertRefused(setting, "order.id", "$order.id", "{order.id}", "17", "$ {order.id}");
        }
    }

    /** An expression that is escaped is none, and one that names nothing is the same for every order. */
    @Test
    void whatLooksLikeAnExpressionIsNotAlwaysOne() {
        for (Setting<Expression> setting : List.of(Settings.ORDER_ID, Settings.AMOUNT)) {
            assertAllowed(setting, "\\${x}${order.id}", "${order['id']}", "${empty order}", "${2.0e5 * total}");
            assertRefused(setting, "\\${2.0}", "\\#{order.id}", "A-\\${order.id}");
        }
        String[] constants = {
            "${2.0}", "${1e5}", "${'order.id'}", "#{\"order\"}", "${true and not empty null}", "A${3 mod 2}"
        };
        assertRefused(Settings.ORDER_ID, constants);
        assertAllowed(Settings.AMOUNT, constants); // some shops have one price
        for (Setting<Expression> setting : List.of(Settings.WHEN, Settings.CONSENT)) {
            assertRefused(setting, "\\${order.complete}", "\\#{true}");
            assertAllowed(setting, "${1 == 2}");
        }
        for (Setting<Expression> setting : List.of(Settings.PURCHASE_DATE, Settings.CURRENCY, Settings.ROI_DATA)) {
            assertRefused(setting, "\\${order.x}", "x\\#{order.x}");
        }
    }

    @Test
    void conditionsAreExpressionsOrStrictFlags() {
        for (Setting<Expression> setting : List.of(Settings.WHEN, Settings.CONSENT)) {
            assertAllowed(setting, "${order.complete}", "#{cookie.ok.value == 'yes'}", "true", "false");
            assertRefused(setting, "yes", "TRUE", "order.complete");
        }
    }

    @Test
    void otherExpressionsMayBeAnyText() {
        for (Setting<Expression> setting : List.of(Settings.PURCHASE_DATE, Settings.CURRENCY, Settings.ROI_DATA)) {
            assertAllowed(setting, "${order.x}", "USD");
        }
    }

    @Test
    void anExpressionMustBeWellFormed() {
        for (Setting<Expression> setting :
                List.of(Settings.ORDER_ID, Settings.AMOUNT, Settings.WHEN, Settings.CONSENT, Settings.ROI_DATA)) {
            assertRefused(setting, "${", "${order.", "${]", "${order.id", "${'", "${f:g(1)}", "#{order.id}${");
        }
        RefusedTextException e = assertThrows(RefusedTextException.class, () -> Settings.WHEN.parse("${order."));
        assertTrue(e.getMessage().startsWith("not a valid expression: "), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    /** So deep that its parser, or whatever comes after it, has no stack for it. */
    @Test
    void whateverIsThrownAtATextItIsTheTextThatIsRefused() {
        int depth = 100_000;
        String deep = "${" + "(".repeat(depth) + "1" + ")".repeat(depth) + "}";
        assertRefused(Settings.AMOUNT, deep);
        Parser<String> failing = Parser.text("anything", text -> {
            throw new IllegalStateException(text);
        });
        RefusedTextException e = assertThrows(RefusedTextException.class, () -> failing.read("hush"));
        assertEquals("must be anything", e.getMessage());
    }

    @Test
    void theParameterNeedsNoEncodingInALink() {
        assertAllowed(Settings.PARAMETER, "roi_data", "r", "roi[data]", "x".repeat(100));
        assertRefused(
                Settings.PARAMETER, "roi data", "a&b", "a=b", "a#b", "a%20b", "a+b", "röi", "a\tb", "x".repeat(101));
    }

    @Test
    void theCookieNameIsAToken() {
        assertAllowed(Settings.COOKIE, "roi_data", "__Host-roi", "__Secure-roi", "!#$%&'*+-.^_`|~", "x".repeat(100));
        assertRefused(
                Settings.COOKIE,
                "roi data",
                "a;b",
                "a=b",
                "a,b",
                "a\"b",
                "a(b",
                "a@b",
                "rö",
                "$Version",
                "Path",
                "max-age",
                "a\0",
                "x".repeat(101));
    }

    @Test
    void theCookieDomainIsAHostNameWhoseLeadingDotIsIgnored() {
        assertEquals(Optional.of("example.com"), parse(Settings.COOKIE_DOMAIN, ".example.com"));
        assertAllowed(
                Settings.COOKIE_DOMAIN, "example.com", "shop-1.Example.com", "localhost", "xn--bcher-kva.example");
        assertRefused(
                Settings.COOKIE_DOMAIN,
                ".",
                "..example.com",
                "example.com.",
                "example..com",
                "-example.com",
                "example-.com",
                "example.com:8080",
                "https://example.com",
                "example.com/shop",
                "bücher.example",
                "a_b.example",
                "exa mple.com",
                "x".repeat(64) + ".com",
                "x.".repeat(127) + "xx");
    }

    @Test
    void theCookiePathBeginsWithASlash() {
        assertAllowed(Settings.COOKIE_PATH, "/", "/shop", "/shop/a%20b");
        assertRefused(Settings.COOKIE_PATH, "shop", "/shop/a b", "/a b", "/a\r\nb", "/a;b", "/a\nb", "/a\u007f", "/ä");
    }

    @Test
    void sameSiteIsSpelledAsBrowsersSpellIt() {
        assertEquals(Optional.of(SameSite.LAX), parse(Settings.COOKIE_SAME_SITE, "Lax"));
        assertEquals(Optional.of(SameSite.STRICT), parse(Settings.COOKIE_SAME_SITE, "Strict"));
        assertEquals(Optional.of(SameSite.NONE), parse(Settings.COOKIE_SAME_SITE, "None"));
        assertEquals("None", SameSite.NONE.attribute());
        assertRefused(Settings.COOKIE_SAME_SITE, "lax", "NONE", "unset");
    }

    @Test
    void confirmationIsAListOfUrlPatterns() {
        assertEquals(
                Optional.of(List.of("/thanks", "/order/*", "*.done", "/", "/*")),
                parse(Settings.CONFIRMATION, "/thanks ,\n /order/*,*.done,/,/*,/thanks"));
        assertRefused(
                Settings.CONFIRMATION,
                "thanks",
                "/thanks,",
                ",/thanks",
                "/a,,/b",
                "/a /b",
                "*",
                "*.",
                "*.a/b",
                "*.*",
                "/a*",
                "/a/*.jsp",
                "/*/a",
                "/thanks?order=1",
                "/thanks#top",
                "/100%",
                "/a%2",
                "/a%2x/*",
                "*.%",
                "https://shop.example.com/thanks");
        assertAllowed(Settings.CONFIRMATION, "/danke%20sch%C3%B6n/*", "/" + "x".repeat(100_000));
    }

    @Test
    void aSecretIsOneLine() {
        assertAllowed(Settings.API_KEY, "k", "a b ü 😀 & <", "x".repeat(1024));
        assertRefused(Settings.API_KEY, "a\nb", "a\tb", "a\0b", "\ud800", "\uffff", "x".repeat(1025));
    }

    @ParameterizedTest
    @MethodSource("printable")
    void whatACookieMayHaveInItContainersTake(char c) {
        parse(Settings.COOKIE, "a" + c + "b").ifPresent(name -> assertContainersTake(new Cookie(name, "x")));
        parse(Settings.COOKIE, c + "b").ifPresent(name -> assertContainersTake(new Cookie(name, "x")));
        parse(Settings.COOKIE_PATH, "/a" + c + "b").ifPresent(path -> {
            Cookie cookie = new Cookie("roi_data", "x");
            cookie.setPath(path);
            assertContainersTake(cookie);
        });
        parse(Settings.COOKIE_DOMAIN, "a" + c + "b").ifPresent(domain -> {
            Cookie cookie = new Cookie("roi_data", "x");
            cookie.setDomain(domain);
            assertContainersTake(cookie);
        });
    }

    @ParameterizedTest
    @MethodSource("printable")
    void whatAUrlPatternMayHaveInItContainersTake(char c) {
        for (String text : List.of("/a" + c + "b", "/a" + c, "/a" + c + "/*", "*.a" + c, "*." + c, "/%41" + c)) {
            parse(Settings.CONFIRMATION, text)
                    .ifPresent(patterns -> patterns.forEach(pattern -> {
                        new FilterMap().addURLPattern(pattern);
                        new ServletPathSpec(pattern);
                    }));
        }
    }

    static Stream<Character> printable() {
        return IntStream.rangeClosed(' ', '~').mapToObj(c -> (char) c);
    }

    private static void assertContainersTake(Cookie cookie) {
        assertDoesNotThrow(() -> new Rfc6265CookieProcessor().generateHeader(cookie, null));
        assertDoesNotThrow(() -> HttpCookie.build(cookie.getName(), cookie.getValue())
                .path(cookie.getPath())
                .domain(cookie.getDomain())
                .build());
    }

    static <T> Optional<T> parse(Setting<T> setting, String text) {
        try {
            return Optional.of(setting.parse(text));
        } catch (RefusedTextException e) {
            return Optional.empty();
        }
    }

    private static void assertBounds(Setting<Duration> setting, String min, String max) {
        Duration least = Durations.parse(min).orElseThrow();
        Duration most = Durations.parse(max).orElseThrow();
        assertAllowed(setting, min, max);
        assertRefused(setting, least.minusNanos(1).toString(), most.plusNanos(1).toString());
    }

    private static void assertAllowed(Setting<?> setting, String... texts) {
        for (String text : texts) {
            assertTrue(parse(setting, text).isPresent(), setting + " refuses " + text);
        }
    }

    private static void assertRefused(Setting<?> setting, String... texts) {
        for (String text : texts) {
            assertEquals(Optional.empty(), parse(setting, text), setting + " takes " + text);
        }
    }
}
