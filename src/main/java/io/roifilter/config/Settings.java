package io.roifilter.config;

import static io.roifilter.config.Setting.Default.absent;
import static io.roifilter.config.Setting.Default.required;
import static io.roifilter.config.Setting.Default.text;
import static io.roifilter.config.Setting.Default.textWith;
import static io.roifilter.config.Setting.Need.ESSENTIAL;
import static io.roifilter.config.Setting.Need.FREQUENT;
import static io.roifilter.config.Setting.Need.RARE;
import static io.roifilter.config.Users.AUTHENTICATION;
import static io.roifilter.config.Users.CLICKS;
import static io.roifilter.config.Users.CLICKS_AND_ORDERS;
import static io.roifilter.config.Users.EVERYONE;
import static io.roifilter.config.Users.FROM_CLICK_TO_ORDER;
import static io.roifilter.config.Users.INITIALIZING;
import static io.roifilter.config.Users.LOOKING_IN;
import static io.roifilter.config.Users.ORDERS;
import static io.roifilter.config.Users.OUTBOX_AND_RELAY;
import static io.roifilter.config.Users.RECEIVING;
import static io.roifilter.config.Users.SENDING;

import io.roifilter.config.Setting.Default;
import io.roifilter.config.Setting.Need;
import io.roifilter.expression.Expression;
import io.roifilter.expression.PageOrderValues;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting there is. Each stands here once, in the words of the README, whose table is made of these constants, as are
 * lookup, checks and messages. Immutable.
 */
public final class Settings {
    // First, because the constants below enter themselves; nobody else writes to it.
    private static final List<Setting<?>> ENTERED = new ArrayList<>();

    public static final Setting<URI> ENDPOINT =
            enter("endpoint", ESSENTIAL, SENDING, required(), WebParsers.endpoint(), "address of the roi.insert API");

    public static final Setting<String> API_KEY = enter(
            "apiKey",
            ESSENTIAL,
            AUTHENTICATION,
            required(),
            WebParsers.secret(),
            "the API user's key; or `apiKeyFile`, a file with it");

    public static final Setting<String> SHARED_SECRET = enter(
            "sharedSecret",
            ESSENTIAL,
            AUTHENTICATION,
            required(),
            WebParsers.secret(),
            "the API user's secret; or `sharedSecretFile`, a file with it");

    public static final Setting<String> ACCOUNT = enter(
            "account",
            RARE,
            OUTBOX_AND_RELAY,
            absent("–"),
            WebParsers.account(),
            "a name that keeps two accounts at one endpoint apart; what waits belongs to endpoint and account, whatever"
                    + " the key");

    public static final Setting<FormerEndpoint> FORMER_ENDPOINT = enter(
            "formerEndpoint",
            RARE,
            OUTBOX_AND_RELAY,
            absent("–"),
            WebParsers.formerEndpoint(),
            "what `endpoint` was before it was corrected or replaced: what waits for that is sent to `endpoint` instead");

    /** Unresolved. */
    public static final Setting<InetSocketAddress> PROXY = enter(
            "proxy",
            RARE,
            SENDING,
            absent("that of the Java runtime, else of the environment (`HTTPS_PROXY`)"),
            WebParsers.hostAndPort(),
            "the HTTP proxy by which the endpoint is reached");

    public static final Setting<String> PROXY_USER = enter(
            "proxyUser", RARE, SENDING, absent("–"), WebParsers.user(), "the user that `proxy` knows us by (Basic)");

    public static final Setting<String> PROXY_PASSWORD = enter(
            "proxyPassword",
            RARE,
            SENDING,
            absent("–"),
            WebParsers.secret(),
            "that user's password; or `proxyPasswordFile`, a file with it");

    public static final Setting<Expression> ORDER_ID = enter(
            "orderId",
            ESSENTIAL,
            ORDERS,
            text(PageOrderValues.ID),
            Parser.varyingExpression(),
            "expression giving the order id");

    public static final Setting<Expression> AMOUNT = enter(
            "amount",
            ESSENTIAL,
            ORDERS,
            text(PageOrderValues.AMOUNT),
            Parser.evaluatedExpression(),
            "expression giving the order total in US dollars");

    public static final Setting<List<String>> CONFIRMATION = enter(
            "confirmation",
            ESSENTIAL,
            INITIALIZING,
            absent("–"),
            WebParsers.urlPatterns(),
            "url-patterns, comma-separated, on which `RoiInitializer` maps `RoiInsertFilter` when web.xml does not"
                    + " declare it");

    public static final Setting<Expression> WHEN = enter(
            "when",
            FREQUENT,
            ORDERS,
            text("true"),
            Parser.condition(),
            "expression: report only if true (for routes that also serve earlier checkout steps)");

    public static final Setting<ReportMode> REPORT = enter(
            "report",
            FREQUENT,
            ORDERS,
            text(ReportMode.NOW.toString()),
            WebParsers.reportMode(),
            "what a filter does with an order: `remember`, as an init-param of one on a page before that of the order, keeps what"
                    + " `orderId`, `amount` and `currency` give there, as far as they are given, in the visitor's session; the"
                    + " filter that reports the order has it as `${remembered.amount}`");

    public static final Setting<Expression> CONSENT = enter(
            "consent",
            FREQUENT,
            CLICKS_AND_ORDERS,
            text("true"),
            Parser.condition(),
            "expression: without consent no cookie is set and nothing is reported");

    public static final Setting<Expression> CURRENCY = enter(
            "currency",
            FREQUENT,
            ORDERS,
            textWith(PageOrderValues.CURRENCY, AMOUNT),
            Parser.expression(),
            "expression; when its value is not `USD` the order is kept as rejected with that reason (a page that states"
                    + " an amount by convention, and no currency with it, means `USD`)");

    public static final Setting<Expression> PURCHASE_DATE = enter(
            "purchaseDate",
            FREQUENT,
            ORDERS,
            absent("now"),
            Parser.expression(),
            "expression: date, date-time, instant, `java.util.Date`, or text `YYYY-MM-DD`");

    /** How long a click is remembered; whole seconds count. Browsers keep no cookie longer (RFC 6265bis, 5.5). */
    public static final Setting<Duration> COOKIE_MAX_AGE = enter(
            "cookieMaxAge",
            FREQUENT,
            CLICKS,
            text("30d"),
            Parser.duration("1s", "400d"),
            "attribution window; the newest click wins");

    public static final Setting<String> COOKIE_DOMAIN = enter(
            "cookieDomain",
            FREQUENT,
            CLICKS,
            absent("–"),
            WebParsers.cookieDomain(),
            "domain of the cookie, so that several hosts share it; a leading dot is ignored");

    public static final Setting<SameSite> COOKIE_SAME_SITE = enter(
            "cookieSameSite",
            FREQUENT,
            CLICKS,
            text("Lax"),
            WebParsers.sameSite(),
            "`None`, which needs HTTPS, is for payment pages that come back by a cross-site POST");

    public static final Setting<OutboxLocation> OUTBOX = enter(
            "outbox",
            FREQUENT,
            OUTBOX_AND_RELAY,
            text("embedded"),
            WebParsers.outbox(),
            "JDBC URL or JNDI name (`java:…`) of a shared database, for several nodes");

    public static final Setting<Path> OUTBOX_DIRECTORY = enter(
            "outboxDirectory",
            FREQUENT,
            OUTBOX_AND_RELAY,
            absent("`roi/<context>` under " + BaseDirectory.WHERE),
            WebParsers.absolutePath(),
            "where the embedded outbox lives, and for any outbox the file with orders that it cannot take; never a temporary"
                    + " directory, which is wiped");

    public static final Setting<Boolean> FAIL_FAST = enter(
            "failFast", FREQUENT, EVERYONE, text("false"), Parser.flag(), "fail the deployment on a wrong setting");

    public static final Setting<Boolean> MOUNTS_CAPTURE = enter(
            "capture",
            RARE,
            INITIALIZING,
            text("true"),
            Parser.flag(),
            "whether `RoiInitializer` maps `RoiCaptureFilter` on `/*` when web.xml does not declare it");

    public static final Setting<String> STATUS_PATH = enter(
            "statusPath",
            FREQUENT,
            INITIALIZING,
            absent("–"),
            WebParsers.plainPath(),
            "where `RoiInitializer` mounts the status page, such as `/roi-status`");

    public static final Setting<String> STATUS_PASSWORD = enter(
            "statusPassword",
            FREQUENT,
            LOOKING_IN,
            absent("–"),
            WebParsers.secret(),
            "without it the status page answers loopback addresses only; or `statusPasswordFile`, a file with it");

    public static final Setting<Boolean> SETUP = enter(
            "setup",
            FREQUENT,
            INITIALIZING,
            text("false"),
            Parser.flag(),
            "set-up by example: while it is `true`, the status page has a page where a sample order is recorded and settings"
                    + " are proposed");

    public static final Setting<Expression> ROI_DATA = enter(
            "roiData",
            RARE,
            ORDERS,
            absent("–"),
            Parser.expression(),
            "expression that replaces the usual search (request parameter, then cookie)");

    public static final Setting<Boolean> IGNORE_DUPLICATE_ORDERS = enter(
            "ignoreDuplicateOrders",
            RARE,
            ORDERS,
            text("false"),
            Parser.flag(),
            "send the flag of that name, and do not use the order id as duplicate key");

    /** In bytes. */
    public static final Setting<Integer> PAGE_LIMIT = enter(
            "pageLimit",
            RARE,
            ORDERS,
            text("512KiB"),
            Parser.size("16KiB", "16MiB"),
            "the most of an answer that is copied, which it is where an expression names `page`: of a longer one, the"
                    + " first half of that is read, and the last");

    public static final Setting<String> PARAMETER = enter(
            "parameter",
            RARE,
            FROM_CLICK_TO_ORDER,
            text("roi_data"),
            WebParsers.parameter(),
            "name of the link's query parameter");

    public static final Setting<String> COOKIE =
            enter("cookie", RARE, FROM_CLICK_TO_ORDER, text("roi_data"), WebParsers.cookieName(), "name of the cookie");

    public static final Setting<String> COOKIE_PATH = enter(
            "cookiePath", RARE, CLICKS, absent("the context path"), WebParsers.cookiePath(), "path of the cookie");

    public static final Setting<Boolean> IGNORE_BOTS = enter(
            "ignoreBots",
            RARE,
            CLICKS,
            text("true"),
            Parser.flag(),
            "a link opened by a scanner, a prefetch or a HEAD request is no click");

    /** The longest that the end of an answer is held for the durable write; zero: not at all. */
    public static final Setting<Duration> ACCEPT_TIMEOUT = enter(
            "acceptTimeout",
            RARE,
            OUTBOX_AND_RELAY,
            text("500ms"),
            Parser.duration("0s", "10s"),
            "the longest that the end of an answer is held for the durable write, which goes on without it, and of more"
                    + " than `500ms` for 16 requests at a time; the first after a start also wait for the outbox to be"
                    + " opened, at most 5 s; `0s`: none waits");

    public static final Setting<Integer> QUEUE_CAPACITY = enter(
            "queueCapacity",
            RARE,
            OUTBOX_AND_RELAY,
            text("100000"),
            Parser.wholeNumber(1, 1_000_000),
            "orders that wait in memory for the writer, as many as an eighth of the heap holds at 512 bytes each (or"
                    + " 10000, if that is more); what is more goes to a file in `outboxDirectory`");

    /**
     * Calls in one POST. The upper bound keeps a POST below 1 MiB, which endpoints may refuse to read beyond, even if all
     * its orders are as large as orders can be (about 7 KiB each, escaped for XML and then for the form).
     */
    public static final Setting<Integer> BATCH_SIZE =
            enter("batchSize", RARE, SENDING, text("100"), Parser.wholeNumber(1, 140), "calls in one POST");

    /** Zero: no POST waits. */
    public static final Setting<Duration> LINGER = enter(
            "linger",
            RARE,
            OUTBOX_AND_RELAY,
            text("100ms"),
            Parser.duration("0s", "10s"),
            "the longest that a POST which is not full waits for more orders; less where they come faster, and not at all"
                    + " where they come singly; `0s`: none waits");

    public static final Setting<Integer> CONNECTIONS =
            enter("connections", RARE, OUTBOX_AND_RELAY, text("2"), Parser.wholeNumber(1, 16), "POSTs in flight");

    public static final Setting<Duration> CONNECT_TIMEOUT = enter(
            "connectTimeout",
            RARE,
            SENDING,
            text("5s"),
            Parser.duration("1ms", "5m"),
            "the longest that establishing a connection to the endpoint may take");

    public static final Setting<Duration> REQUEST_TIMEOUT = enter(
            "requestTimeout",
            RARE,
            SENDING,
            text("15s"),
            Parser.duration("1ms", "10m"),
            "the longest that one POST may take, its answer included");

    public static final Setting<Duration> RETRY_MIN = enter(
            "retryMin",
            RARE,
            SENDING,
            text("1s"),
            Parser.duration("1ms", "1d"),
            "pauses between attempts grow from here, with full jitter; at most `retryMax`");

    public static final Setting<Duration> RETRY_MAX = enter(
            "retryMax",
            RARE,
            OUTBOX_AND_RELAY,
            text("15m"),
            Parser.duration("1ms", "1d"),
            "pauses between attempts grow up to here; at most `retryFor`");

    public static final Setting<Duration> RETRY_FOR = enter(
            "retryFor",
            RARE,
            OUTBOX_AND_RELAY,
            text("7d"),
            Parser.duration("1ms", "365d"),
            "after this time an entry is rejected as expired, and kept");

    public static final Setting<Duration> KEEP_DELIVERED = enter(
            "keepDelivered",
            RARE,
            OUTBOX_AND_RELAY,
            text("30d"),
            Parser.duration("1d", "3650d"),
            "how long delivered order ids are remembered as duplicates");

    /** Bound on stopping; zero: do not wait for what is under way. */
    public static final Setting<Duration> SHUTDOWN_TIMEOUT = enter(
            "shutdownTimeout",
            RARE,
            OUTBOX_AND_RELAY,
            text("5s"),
            Parser.duration("0s", "60s"),
            "bound on stopping: how long pages, POSTs and writes that are under way may take to end");

    public static final Setting<String> ROI_SECRET = enter(
            "roiSecret",
            ESSENTIAL,
            RECEIVING,
            required(),
            WebParsers.secret(),
            "key of the hash at the end of each roi_data; or `roiSecretFile`, a file with it");

    public static final Setting<Path> DIRECTORY = enter(
            "directory",
            FREQUENT,
            RECEIVING,
            absent("`roi-endpoint/<context>` under " + BaseDirectory.WHERE),
            WebParsers.path(),
            "where `received.db` is kept; made if there is none; one receiver has it at a time");

    public static final Setting<String> DB_SPEC =
            enter("dbSpec", RARE, RECEIVING, text("farm"), WebParsers.dbSpec(), "the `db_spec` of answers");

    private Settings() {}

    /** Every setting, in the order of the README. */
    public static List<Setting<?>> all() {
        return Collections.unmodifiableList(ENTERED);
    }

    /** The setting of this name, or whose {@code …File} has this name. */
    static Optional<Setting<?>> named(String name) {
        return ENTERED.stream()
                .filter(setting -> setting.names().anyMatch(name::equals))
                .findFirst();
    }

    /** Every name that may be set, those of files included. */
    public static Stream<String> names() {
        return ENTERED.stream().flatMap(Setting::names);
    }

    private static <T> Setting<T> enter(
            String name, Need need, Users users, Default defaultValue, Parser<T> parser, String meaning) {
        Setting<T> setting = new Setting<>(name, need, users, defaultValue, parser, meaning);
        ENTERED.add(setting);
        return setting;
    }
}
