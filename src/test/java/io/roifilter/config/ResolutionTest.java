package io.roifilter.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of all settings of a component, and of all that is wrong with them. */
class ResolutionTest {
    @Test
    void defaultsHoldWhereNothingIsGiven() throws ConfigurationException {
        Resolution insert = Given.whatIsRequired().insert();
        assertEquals(
                new InsertSettings(
                        "${order.id}",
                        "${order.total}",
                        Optional.empty(),
                        Optional.empty(),
                        "true",
                        Optional.empty(),
                        false,
                        "roi_data",
                        "roi_data",
                        "true"),
                insert.insertSettings());
        assertEquals(
                new TrackerSettings(
                        URI.create("https://api.example.com/roi"),
                        "key-4711",
                        "secret-0815",
                        Optional.empty(),
                        Optional.empty(),
                        new OutboxLocation.Embedded(),
                        Optional.empty(),
                        Duration.ofMillis(500),
                        10_000,
                        100,
                        2,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(15),
                        Duration.ofDays(7),
                        Duration.ofDays(30),
                        Duration.ofSeconds(5)),
                insert.trackerSettings());
        assertFalse(insert.failFast());
    }

    @Test
    void captureAndInitializerNeedNothingToBeGiven() throws ConfigurationException {
        assertEquals(
                new CaptureSettings(
                        "roi_data",
                        "roi_data",
                        Duration.ofDays(30),
                        Optional.empty(),
                        Optional.empty(),
                        SameSite.LAX,
                        "true"),
                Given.nothing().capture().captureSettings());
        Resolution initializer = Given.nothing().initializer();
        assertEquals(Optional.of(true), initializer.value(Settings.CAPTURE_MAPPED));
        assertEquals(Optional.empty(), initializer.value(Settings.CONFIRMATION));
    }

    @Test
    void everySettingReachesItsRecord() throws ConfigurationException {
        String directory = Path.of("outbox").toAbsolutePath().toString();
        Resolution insert = Given.nothing()
                .init("endpoint", "http://localhost:8081/")
                .init("apiKey", "k")
                .init("sharedSecret", "s")
                .init("account", "shop-2")
                .init("formerEndpoint", "http://localhost:80/ shop-1")
                .init("orderId", "${a}")
                .init("amount", "${b}")
                .init("purchaseDate", "${c}")
                .init("currency", "${d}")
                .init("when", "${e}")
                .init("roiData", "${f}")
                .init("ignoreDuplicateOrders", "true")
                .init("parameter", "p")
                .init("cookie", "c")
                .init("consent", "${g}")
                .init("failFast", "true")
                .init("outbox", "java:comp/env/jdbc/roi")
                .init("outboxDirectory", directory)
                .init("acceptTimeout", "0s")
                .init("queueCapacity", "11")
                .init("batchSize", "12")
                .init("connections", "13")
                .init("connectTimeout", "14s")
                .init("requestTimeout", "PT16S")
                .init("retryMin", "17ms")
                .init("retryMax", "18m")
                .init("retryFor", "19h")
                .init("keepDelivered", "20d")
                .init("shutdownTimeout", "21s")
                .insert();
        assertEquals(
                new InsertSettings(
                        "${a}",
                        "${b}",
                        Optional.of("${c}"),
                        Optional.of("${d}"),
                        "${e}",
                        Optional.of("${f}"),
                        true,
                        "p",
                        "c",
                        "${g}"),
                insert.insertSettings());
        assertEquals(
                new TrackerSettings(
                        URI.create("http://localhost:8081/"),
                        "k",
                        "s",
                        Optional.of("shop-2"),
                        Optional.of(new FormerEndpoint(URI.create("http://localhost:80/"), Optional.of("shop-1"))),
                        new OutboxLocation.Jndi("java:comp/env/jdbc/roi"),
                        Optional.of(Path.of(directory)),
                        Duration.ZERO,
                        11,
                        12,
                        13,
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(16),
                        Duration.ofMillis(17),
                        Duration.ofMinutes(18),
                        Duration.ofHours(19),
                        Duration.ofDays(20),
                        Duration.ofSeconds(21)),
                insert.trackerSettings());
        assertTrue(insert.failFast());
    }

    @Test
    void everySettingOfCaptureAndInitializerReachesItsRecord() throws ConfigurationException {
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
        assertEquals(
                new CaptureSettings(
                        "p",
                        "c",
                        Duration.ofDays(7),
                        Optional.of("example.com"),
                        Optional.of("/shop"),
                        SameSite.NONE,
                        "${ok}"),
                given.capture().captureSettings());
        assertEquals(Optional.of(false), given.initializer().value(Settings.CAPTURE_MAPPED));
        assertEquals(
                Optional.of(List.of("/thanks", "/done/*")), given.initializer().value(Settings.CONFIRMATION));
        assertTrue(given.initializer().failFast());
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
        resolution.report(Settings.WHEN, "is not an expression: missing }");
        ConfigurationException e = assertThrows(ConfigurationException.class, resolution::insertSettings);
        assertEquals(
                List.of(
                        "12 problems in the settings of filter roi-insert:",
                        "- endpoint: is required; give it as one of init-param endpoint of filter roi-insert,"
                                + " context-param roi.endpoint, system property roi.endpoint,"
                                + " environment variable ROI_ENDPOINT",
                        "- apiKey: is required; give it as one of init-param apiKey of filter roi-insert,"
                                + " context-param roi.apiKey, system property roi.apiKey,"
                                + " environment variable ROI_API_KEY, or as a file by apiKeyFile there",
                        "- orderId = \"order.id\" (init-param orderId of filter roi-insert): must be text with an"
                                + " expression, `${…}` or `#{…}`, in it: without, it would be the same order every"
                                + " time",
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
                        "- when = \"${broken\" (init-param when of filter roi-insert): is not an expression: missing }"),
                e.getMessage().lines().toList());
        assertEquals(e.problems(), resolution.problems());
        assertEquals(
                e.getMessage(),
                assertThrows(ConfigurationException.class, resolution::trackerSettings)
                        .getMessage());
        assertFalse(resolution.failFast());
    }

    @Test
    void aProblemOfOthersIsReportedWithOurs() {
        Resolution resolution = Given.nothing().capture();
        Problem problem = new Problem("cookie", "", "is another one in filter roi-insert", "");
        resolution.report(problem);
        resolution.report(Settings.COOKIE_PATH, "is unknown to this test");
        resolution.report(Settings.COOKIE_MAX_AGE, "is too long for this test");
        ConfigurationException e = assertThrows(ConfigurationException.class, resolution::captureSettings);
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
                Given.nothing().context("roi.cookiePath", "shop").capture()::captureSettings);
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
        assertTrue(resolution.isGiven(Settings.CAPTURE_MAPPED));
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
                        + " roi-insert)",
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
        assertThrows(IllegalArgumentException.class, capture::insertSettings);
        assertThrows(IllegalArgumentException.class, Given.whatIsRequired().insert()::captureSettings);
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
        ConfigurationException e = assertThrows(ConfigurationException.class, given.replay()::replaySettings);
        assertTrue(e.getMessage().startsWith("2 problems in the settings of replay:"), e.getMessage());

        ReplaySettings settings = given.environment("ROI_ENDPOINT", "https://api.example.com/roi?token=4711")
                .environment("ROI_SHARED_SECRET", "secret-0815")
                .replay()
                .replaySettings();
        assertEquals("ReplaySettings[endpoint=https://api.example.com/roi?…]", settings.toString());
        assertEquals(100, settings.batchSize());
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
