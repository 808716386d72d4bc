package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.api.Credentials;
import io.roifilter.expression.Expression;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of all settings of a component, and of all that is wrong with them. */
class ResolutionTest {
    @Test
    void defaultsHoldWhereNothingIsGiven() throws ConfigurationException {
        Resolution insert = Given.whatIsRequired().insert();
        Values values = insert.checked();
        assertExpression("${order.id}", values.find(Settings.ORDER_ID));
        assertExpression("${order.total}", values.find(Settings.AMOUNT));
        assertEquals(Optional.empty(), values.find(Settings.PURCHASE_DATE));
        assertEquals(Optional.empty(), values.find(Settings.CURRENCY));
        assertExpression("true", values.find(Settings.WHEN));
        assertEquals(Optional.empty(), values.find(Settings.ROI_DATA));
        assertEquals(false, values.get(Settings.IGNORE_DUPLICATE_ORDERS));
        assertEquals("roi_data", values.get(Settings.PARAMETER));
        assertEquals("roi_data", values.get(Settings.COOKIE));
        assertExpression("true", values.find(Settings.CONSENT));
        assertEquals(URI.create("https://api.example.com/roi"), values.get(Settings.ENDPOINT));
        assertEquals(new Credentials("key-4711", "secret-0815"), values.credentials());
        assertEquals(Optional.empty(), values.find(Settings.ACCOUNT));
        assertEquals(Optional.empty(), values.find(Settings.FORMER_ENDPOINT));
        assertEquals(new OutboxLocation.Embedded(), values.get(Settings.OUTBOX));
        assertEquals(Optional.empty(), values.find(Settings.OUTBOX_DIRECTORY));
        assertEquals(Duration.ofMillis(500), values.get(Settings.ACCEPT_TIMEOUT));
        assertEquals(100_000, values.get(Settings.QUEUE_CAPACITY));
        assertEquals(100, values.get(Settings.BATCH_SIZE));
        assertEquals(2, values.get(Settings.CONNECTIONS));
        assertEquals(Duration.ofSeconds(5), values.get(Settings.CONNECT_TIMEOUT));
        assertEquals(Duration.ofSeconds(15), values.get(Settings.REQUEST_TIMEOUT));
        assertEquals(Duration.ofSeconds(1), values.get(Settings.RETRY_MIN));
        assertEquals(Duration.ofMinutes(15), values.get(Settings.RETRY_MAX));
        assertEquals(Duration.ofDays(7), values.get(Settings.RETRY_FOR));
        assertEquals(Duration.ofDays(30), values.get(Settings.KEEP_DELIVERED));
        assertEquals(Duration.ofSeconds(5), values.get(Settings.SHUTDOWN_TIMEOUT));
        assertFalse(insert.failFast());
    }

    @Test
    void captureAndInitializerNeedNothingToBeGiven() throws ConfigurationException {
        Values capture = Given.nothing().capture().checked();
        assertEquals("roi_data", capture.get(Settings.PARAMETER));
        assertEquals("roi_data", capture.get(Settings.COOKIE));
        assertEquals(Duration.ofDays(30), capture.get(Settings.COOKIE_MAX_AGE));
        assertEquals(Optional.empty(), capture.find(Settings.COOKIE_DOMAIN));
        assertEquals(Optional.empty(), capture.find(Settings.COOKIE_PATH));
        assertEquals(SameSite.LAX, capture.get(Settings.COOKIE_SAME_SITE));
        assertExpression("true", capture.find(Settings.CONSENT));
        Values initializer = Given.nothing().initializer().checked();
        assertEquals(true, initializer.get(Settings.MOUNTS_CAPTURE));
        assertEquals(Optional.empty(), initializer.find(Settings.CONFIRMATION));
    }

    @Test
    void everySettingIsFound() throws ConfigurationException {
        String directory = Path.of("outbox").toAbsolutePath().toString();
        Resolution insert = Given.nothing()
                .init("formerEndpoint", "http://localhost:80/ shop-1")
                .init("endpoint", "http://localhost:8081/")
                .init("apiKey", "k")
                .init("sharedSecret", "s")
                .init("account", "shop-2")
                .init("orderId", "${a}")
                .init("amount", "${b}")
                .init("purchaseDate", "${c}")
                .init("currency", "${d}")
                .init("when", "${e}")
                .init("roiData", "${f}")
                .init("ignoreDuplicateOrders", "true")
                .init("consent", "${g}")
                .init("failFast", "true")
                .init("outbox", "java:comp/env/jdbc/roi")
                .init("outboxDirectory", directory)
                .init("retryMin", "17ms")
                .init("keepDelivered", "20d")
                .insert();
        Values values = insert.checked();
        assertExpression("${a}", values.find(Settings.ORDER_ID));
        assertExpression("${b}", values.find(Settings.AMOUNT));
        assertExpression("${c}", values.find(Settings.PURCHASE_DATE));
        assertExpression("${d}", values.find(Settings.CURRENCY));
        assertExpression("${e}", values.find(Settings.WHEN));
        assertExpression("${f}", values.find(Settings.ROI_DATA));
        assertExpression("${g}", values.find(Settings.CONSENT));
        assertEquals(true, values.get(Settings.IGNORE_DUPLICATE_ORDERS));
        assertEquals(URI.create("http://localhost:8081/"), values.get(Settings.ENDPOINT));
        assertEquals(new Credentials("k", "s"), values.credentials());
        assertEquals("shop-2", values.get(Settings.ACCOUNT));
        assertEquals(
                new FormerEndpoint(URI.create("http://localhost:80/"), Optional.of("shop-1")),
                values.get(Settings.FORMER_ENDPOINT));
        assertEquals(new OutboxLocation.Jndi("java:comp/env/jdbc/roi"), values.get(Settings.OUTBOX));
        assertEquals(Path.of(directory), values.get(Settings.OUTBOX_DIRECTORY));
        assertEquals(Duration.ofMillis(17), values.get(Settings.RETRY_MIN));
        assertEquals(Duration.ofDays(20), values.get(Settings.KEEP_DELIVERED));
        assertTrue(insert.failFast());
    }

    @Test
    void everySettingOfCaptureAndInitializerIsFound() throws ConfigurationException {
        Given given = Given.nothing()
                .context("roi.parameter", "p")
                .context("roi.cookie", "c")
                .context("roi.cookieMaxAge", "7d")
                .context("roi.cookieDomain", ".example.com")
                .context("roi.cookiePath", "/shop")
                .context("roi.cookieSameSite", "None")
                .context("roi.consent", "${ok}")
                .context("roi.capture", "false")
                .context("roi.confirmation", "/thanks, /done/*")
                .context("roi.failFast", "true");
        Values capture = given.capture().checked();
        assertEquals("p", capture.get(Settings.PARAMETER));
        assertEquals("c", capture.get(Settings.COOKIE));
        assertEquals(Duration.ofDays(7), capture.get(Settings.COOKIE_MAX_AGE));
        assertEquals("example.com", capture.get(Settings.COOKIE_DOMAIN));
        assertEquals("/shop", capture.get(Settings.COOKIE_PATH));
        assertEquals(SameSite.NONE, capture.get(Settings.COOKIE_SAME_SITE));
        assertExpression("${ok}", capture.find(Settings.CONSENT));
        Values initializer = given.initializer().checked();
        assertEquals(false, initializer.get(Settings.MOUNTS_CAPTURE));
        assertEquals(List.of("/thanks", "/done/*"), initializer.get(Settings.CONFIRMATION));
        assertTrue(given.initializer().failFast());
    }

    /** A default that is written out is the same default. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            none                    | none          | ${page.order.currency}
            ${page.order.amount}    | none          | ${page.order.currency}
            ' #{page.order.amount}' | none          | ${page.order.currency}
            ${order.total}          | none          | none
            none                    | ${order.sort} | ${order.sort}
            ${order.total}          | ${order.sort} | ${order.sort}
            """, delimiter = '|')
    void theCurrencyIsThatOfThePageOnlyIfTheAmountIs(String amount, String currency, String expected) throws Exception {
        Given given = Given.whatIsRequired().without("roi.amount");
        if (amount != null) {
            given.init("amount", amount);
        }
        if (currency != null) {
            given.context("roi.currency", currency);
        }
        Values insert = given.insert().checked();

        assertEquals(
                Optional.ofNullable(expected), insert.find(Settings.CURRENCY).map(Expression::toString));
    }

    /** One outbox, one relay and one account serve all filters; what an order is read from is each filter's own. */
    @Test
    void filtersShareWhatIsDoneByOneForAll() {
        assertEquals(
                List.of("parameter", "cookie"),
                Given.nothing().capture().shared().stream().map(Setting::name).toList());
        List<String> own = List.of(
                "orderId",
                "amount",
                "when",
                "consent",
                "currency",
                "purchaseDate",
                "failFast",
                "roiData",
                "pageLimit",
                "report",
                "ignoreDuplicateOrders");
        Resolution insert = Given.whatIsRequired().insert();
        assertEquals(
                Settings.all().stream()
                        .filter(setting -> setting.isTakenBy(Component.INSERT_FILTER) && !own.contains(setting.name()))
                        .toList(),
                insert.shared());
        assertEquals(List.of(), Given.nothing().initializer().shared());
    }

    @Test
    void allProblemsAreReportedTogether() {
        Resolution resolution = Given.whatIsRequired()
                .without("roi.endpoint")
                .without("roi.apiKey")
                .init("orderId", "order.id")
                .init("when", "${broken")
                .init("failFast", "yes")
                .init("cookieMaxAge", "7d")
                .init("batchsize", "5")
                .context("roi.connections", "0")
                .context("roi.retryMin", "2h")
                .context("roi.nothingLikeIt", "x")
                .property("roi.acceptTimeout", "1m")
                .environment("ROI_SHUTDOWN_TIMEOUT", "soon")
                .insert();
        resolution.report(Settings.WHEN, "is of no use to this test");
        ConfigurationException e = assertThrows(ConfigurationException.class, resolution::checked);
        String syntax = assertThrows(RefusedTextException.class, () -> Settings.WHEN.parse("${broken"))
                .getMessage();
        assertTrue(syntax.startsWith("not a valid expression: "), syntax);
        assertEquals(
                List.of(
                        "13 problems in the settings of filter roi-insert:",
                        "- endpoint: is required; give it as one of init-param endpoint of filter roi-insert,"
                                + " context-param roi.endpoint, system property roi.endpoint,"
                                + " environment variable ROI_ENDPOINT",
                        "- apiKey: is required; give it as one of init-param apiKey of filter roi-insert,"
                                + " context-param roi.apiKey, system property roi.apiKey,"
                                + " environment variable ROI_API_KEY, or as a file by apiKeyFile there",
                        "- orderId = \"order.id\" (init-param orderId of filter roi-insert): must be text with an"
                                + " expression, `${…}` or `#{…}`, in it: without, it would be the same order every"
                                + " time",
                        "- when = \"${broken\" (init-param when of filter roi-insert): " + syntax,
                        "- failFast = \"yes\" (init-param failFast of filter roi-insert): must be `true` or `false`",
                        "- acceptTimeout = \"1m\" (system property roi.acceptTimeout): must be a duration from 0s to"
                                + " 10s",
                        "- connections = \"0\" (context-param roi.connections): must be a whole number from 1 to 16",
                        "- shutdownTimeout = \"soon\" (environment variable ROI_SHUTDOWN_TIMEOUT): must be a duration"
                                + " from 0s to 60s",
                        "- retryMin = \"2h\" (context-param roi.retryMin): must be at most retryMax, which is 15m"
                                + " (default)",
                        "- batchsize (init-param batchsize of filter roi-insert): there is no such setting;"
                                + " did you mean batchSize?",
                        "- cookieMaxAge (init-param cookieMaxAge of filter roi-insert): belongs to RoiCaptureFilter:"
                                + " give it there or as context-param roi.cookieMaxAge",
                        "- roi.nothingLikeIt (context-param roi.nothingLikeIt): there is no such setting",
                        "- when = \"${broken\" (init-param when of filter roi-insert): is of no use to this test"),
                e.getMessage().lines().toList());
        assertEquals(e.problems(), resolution.problems());
        assertFalse(resolution.failFast());
    }

    @Test
    void aProblemOfOthersIsReportedWithOurs() {
        Resolution resolution = Given.nothing().capture();
        Problem problem = new Problem("cookie", "", "is another one in filter roi-insert", "");
        resolution.report(problem);
        resolution.report(Settings.COOKIE_PATH, "is unknown to this test");
        resolution.report(Settings.COOKIE_MAX_AGE, "is too long for this test");
        ConfigurationException e = assertThrows(ConfigurationException.class, resolution::checked);
        assertEquals(
                List.of(
                        problem,
                        new Problem("cookiePath", "", "is unknown to this test", ""),
                        new Problem("cookieMaxAge", "30d", "is too long for this test", "default")),
                e.problems());
    }

    @Test
    void oneProblemIsNotMany() {
        ConfigurationException e = assertThrows(
                ConfigurationException.class,
                Given.nothing().context("roi.cookiePath", "shop").capture()::checked);
        assertEquals(
                "1 problem in the settings of filter roi-insert:",
                e.getMessage().lines().findFirst().orElseThrow());
    }

    @Test
    void givenIsWhatDoesNotComeFromADefaultEvenIfItIsWrong() {
        Resolution resolution = Given.nothing()
                .context("roi.capture", "on")
                .environment("ROI_CONFIRMATION", "/thanks")
                .initializer();
        assertTrue(resolution.isGiven(Settings.MOUNTS_CAPTURE));
        assertTrue(resolution.isGiven(Settings.CONFIRMATION));
        assertFalse(resolution.isGiven(Settings.FAIL_FAST));
    }

    @Test
    void pausesGrow() {
        assertInsertProblem(
                "retryMax = \"500ms\" (context-param roi.retryMax): must be at least retryMin, which is 1s (default)",
                Given.whatIsRequired().context("roi.retryMax", "500ms"));
        assertInsertProblem(
                "retryMin = \"3s\" (context-param roi.retryMin): must be at most retryMax, which is 2s"
                        + " (context-param roi.retryMax)",
                Given.whatIsRequired().context("roi.retryMax", "2s").context("roi.retryMin", "3s"));
        assertInsertProblem(
                "retryFor = \"1m\" (context-param roi.retryFor): must be at least retryMax, which is 15m (default)",
                Given.whatIsRequired().context("roi.retryFor", "1m"));
        assertEquals(
                List.of(),
                Given.whatIsRequired()
                        .context("roi.retryMin", "2s")
                        .context("roi.retryMax", "2s")
                        .context("roi.retryFor", "PT2S")
                        .insert()
                        .problems());
    }

    @Test
    void aRelationToAWrongValueIsNoSecondProblem() {
        assertInsertProblem(
                "retryMax = \"never\" (context-param roi.retryMax): must be a duration from 1ms to 1d",
                Given.whatIsRequired().context("roi.retryMax", "never").context("roi.retryFor", "1ms"));
    }

    @Test
    void aHostCookieHasThePathSlashAndNoDomain() {
        Given given = Given.nothing().context("roi.cookie", "__host-roi");
        assertEquals(
                List.of("cookie = \"__host-roi\" (context-param roi.cookie): needs cookiePath to be given as /"),
                Given.lines(given.capture()));
        given.context("roi.cookiePath", "/shop").context("roi.cookieDomain", "example.com");
        assertEquals(
                List.of(
                        "cookieDomain = \"example.com\" (context-param roi.cookieDomain): must not be given with cookie,"
                                + " which is __host-roi (context-param roi.cookie)",
                        "cookiePath = \"/shop\" (context-param roi.cookiePath): must be / with cookie,"
                                + " which is __host-roi (context-param roi.cookie)"),
                Given.lines(given.capture()));
        given.context("roi.cookiePath", "/").without("roi.cookieDomain");
        assertEquals(List.of(), given.capture().problems());
    }

    @Test
    void aSettingInTheWrongFilterIsAProblemThatSaysWhereItBelongs() {
        assertEquals(
                List.of(
                        "apiKeyFile (init-param apiKeyFile of filter roi-insert): belongs to RoiInsertFilter:"
                                + " give it there or as context-param roi.apiKeyFile",
                        "capture (init-param capture of filter roi-insert): belongs to the whole application:"
                                + " give it as context-param roi.capture"),
                Given.lines(Given.nothing()
                        .init("apiKeyFile", "/run/secrets/key")
                        .init("capture", "false")
                        .capture()));
    }

    @Test
    void contextParamsOfOtherComponentsAndOfOthersAreNobodysProblem() {
        Given given = Given.whatIsRequired()
                .context("roi.cookieMaxAge", "x")
                .context("roi.capture", "false")
                .context("roitelet", "bird")
                .context("endpoint", "x")
                .property("roi.enpoint", "x")
                .environment("ROI_ENPOINT", "x");
        assertEquals(List.of(), given.insert().problems());
        assertEquals(1, given.capture().problems().size());
    }

    @Test
    void theNearestNameIsSuggested() {
        assertSuggestion("roi.endpont", "roi.endpoint");
        assertSuggestion("roi.api_key", "roi.apiKey");
        assertSuggestion("roi.sharedSecretfile", "roi.sharedSecretFile");
        assertSuggestion("roi.maxAge", "roi.cookieMaxAge");
        assertSuggestion("roi.cookieSamesite", "roi.cookieSameSite");
        assertEquals(
                List.of("roi. (context-param roi.): there is no such setting"),
                Given.lines(Given.nothing().context("roi.", "x").capture()));
        assertEquals(
                List.of("roi.cookie (init-param roi.cookie of filter roi-insert): there is no such setting;"
                        + " did you mean cookie?"),
                Given.lines(Given.nothing().init("roi.cookie", "x").capture()));
    }

    @Test
    void aProblemIsOneLineWhateverWasGiven() {
        List<String> lines = Given.lines(Given.nothing()
                .context("roi.cookie", "a\r\nERROR \u001b[31m" + "x".repeat(1000))
                .capture());
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("cookie = \"a  ERROR  [31mxxx"), lines.get(0));
        assertTrue(lines.get(0).contains("xxx…\" (context-param roi.cookie)"), lines.get(0));
        assertTrue(lines.get(0).length() < 400);
        assertEquals(
                1,
                Given.nothing()
                        .context("roi.consent", "${a\n\n+ b}")
                        .capture()
                        .summary()
                        .lines()
                        .count());
    }

    @Test
    void theSummaryNamesWhatHoldsAndWhereItWasGiven() {
        assertEquals(
                "consent=true, cookieMaxAge=7d (context-param roi.cookieMaxAge), cookieSameSite=Lax, failFast=false,"
                        + " parameter=roi_data, cookie=roi_data, cookiePath=/ (init-param cookiePath of filter"
                        + " roi-insert), ignoreBots=true",
                Given.nothing()
                        .context("roi.cookieMaxAge", "7d")
                        .init("cookiePath", "/")
                        .capture()
                        .summary());
    }

    @Test
    void aComponentHasNoSettingsOfOthers() {
        Resolution capture = Given.nothing().capture();
        assertThrows(IllegalArgumentException.class, () -> capture.value(Settings.ENDPOINT));
        assertThrows(IllegalArgumentException.class, () -> capture.checked().get(Settings.ORDER_ID));
        assertThrows(IllegalArgumentException.class, () -> capture.checked().find(Settings.CURRENCY));
    }

    @Test
    void replayIsSetByTheProcessAlone() throws ConfigurationException {
        Given given = Given.whatIsRequired()
                .environment("ROI_ENDPOINT", "https://user@api.example.com/roi?token=4711")
                .property("roi.apiKey", "key-4711");
        assertEquals(
                List.of(
                        "endpoint = \"…@api.example.com/roi?…\" (environment variable ROI_ENDPOINT): must be "
                                + Settings.ENDPOINT.allowed(),
                        "sharedSecret: is required; give it as one of system property roi.sharedSecret, environment"
                                + " variable ROI_SHARED_SECRET, or as a file by sharedSecretFile there"),
                Given.lines(given.replay()));
        ConfigurationException e = assertThrows(ConfigurationException.class, given.replay()::checked);
        assertTrue(e.getMessage().startsWith("2 problems in the settings of replay:"), e.getMessage());

        Values settings = given.environment("ROI_ENDPOINT", "https://api.example.com/roi?token=4711")
                .environment("ROI_SHARED_SECRET", "secret-0815")
                .replay()
                .checked();
        assertEquals("https://api.example.com/roi?…", settings.shown(Settings.ENDPOINT));
        assertEquals(100, settings.get(Settings.BATCH_SIZE));
    }

    @Test
    void aContextParamInOtherLettersOrCalledAsInTheEnvironmentIsMeantForUs() {
        assertSuggestion("Roi.cookieMaxAge", "roi.cookieMaxAge");
        assertSuggestion("ROI.COOKIE", "roi.cookie");
        assertSuggestion("ROI_COOKIE_MAX_AGE", "roi.cookieMaxAge");
        assertSuggestion("ROI_API_KEY_FILE", "roi.apiKeyFile");
        assertEquals(
                List.of(),
                Given.lines(Given.nothing()
                        .context("ROI_OF_SOMEBODY_ELSE", "x")
                        .context("roi", "x")
                        .context("endpoint", "x")
                        .capture()));
    }

    private static void assertExpression(String text, Optional<Expression> expression) {
        assertEquals(Optional.of(text), expression.map(Expression::toString));
    }

    private static void assertInsertProblem(String line, Given given) {
        assertEquals(List.of(line), Given.lines(given.insert()));
    }

    private static void assertSuggestion(String given, String suggested) {
        assertEquals(
                List.of(given + " (context-param " + given + "): there is no such setting; did you mean " + suggested
                        + "?"),
                Given.lines(Given.nothing().context(given, "x").capture()));
    }
}
