package io.roifilter.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiResponse;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.MisspeltNames;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.config.Values;
import io.roifilter.config.WebApplication;
import io.roifilter.receiver.received.ReceivedOrders;
import io.roifilter.receiver.received.ReceivedStore;
import io.roifilter.receiver.received.StoreException;
import io.roifilter.text.LimitedLog;
import io.roifilter.text.LogGuard;
import io.roifilter.text.Thrown;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint for the roi.insert API: checks what it is sent, stores what it accepts, answers in the API's form, so
 * that any client of the real API works against it. Thread-safe, as a servlet must be. It uses no asynchronous
 * processing.
 *
 * <pre>{@code
 * <servlet>
 *   <servlet-name>roi.insert</servlet-name>
 *   <servlet-class>io.roifilter.receiver.RoiApiServlet</servlet-class>
 *   <init-param><param-name>apiKey</param-name><param-value>…</param-value></init-param>
 *   <init-param><param-name>sharedSecretFile</param-name><param-value>/etc/shop/api-secret</param-value></init-param>
 *   <init-param><param-name>roiSecretFile</param-name><param-value>/etc/shop/roi-secret</param-value></init-param>
 *   <load-on-startup>1</load-on-startup>
 * </servlet>
 * <servlet-mapping>
 *   <servlet-name>roi.insert</servlet-name>
 *   <url-pattern>/api/xmlrpc/index.php</url-pattern>
 * </servlet-mapping>
 * }</pre>
 *
 * <h2>Settings</h2>
 * Given as init-params, or in the other places where settings are looked up; the README has them all.
 * <ul>
 *   <li>{@code apiKey}, {@code sharedSecret} (required): what callers must send in {@code authentication}.
 *   <li>{@code roiSecret} (required): key of the hash in roi_data, see {@link RoiDataMint}.
 *   <li>{@code apiKeyFile}, {@code sharedSecretFile}, {@code roiSecretFile}: instead of each of these, the path of a
 *       file with its value; white space around it is dropped.
 *   <li>{@code dbSpec} (default {@code farm}): the {@code db_spec} of answers.
 *   <li>{@code directory} (default {@code roi-endpoint/}<i>context</i>): where {@code received.db} is kept; made if
 *       there is none. One endpoint has it at a time.
 * </ul>
 * A relative path begins at the server's own directory, else the user's for states, else the working directory.
 * If a setting is wrong, missing or unknown, one ERROR log entry lists all that are, and every request is answered 503: the
 * rest of the application is not stopped by it, unless {@code failFast} is true.
 *
 * <h2>For pages</h2>
 * As long as the servlet is in service, the servlet context has two attributes ({@code load-on-startup} makes that the
 * life of the application): {@value #RECEIVED_ORDERS}, a {@link ReceivedOrders}, and {@value #ROI_DATA_MINT}, a
 * {@link RoiDataMint} with this endpoint's secret. One endpoint per application is provided for.
 *
 * <h2>Messages</h2>
 * A message is POSTed as the form field {@code data} with the XML as its URL-encoded value, UTF-8, at most 1 MiB in
 * all. As an extension it may be JSON instead, with {@code Content-Type: application/json}, here with its answer:
 *
 * <pre>{@code
 * {"authentication": {"api_key": "…", "shared_secret": "…", "response_type": "json", "no_halt": 1},
 *  "data": [{"methodName": "roi.insert",
 *            "roi_data": "echo3-619-295-1856-1242357-1daecd68df79e83bf13f244b9a880ab9",
 *            "amount": "123.45", "order_id": "M2567814", "purchase_date": "2010-03-01"}]}
 *
 * {"methodResponse": [{"methodName": "roi.insert", "responseCode": "201",
 *                      "responseText": "Conversion will be saved and processed later",
 *                      "responseData": {"db_spec": "farm", "mes_cont_id": "1242357", "tracked_id": "",
 *                                       "roi_hash": "1daecd68df79e83bf13f244b9a880ab9", "order_id": "M2567814",
 *                                       "amount": "123.45", "purchase_date": "2010-03-01 00:00:00",
 *                                       "ignore_duplicate_orders": "0"},
 *                      "responseNum": "1"}]}
 * }</pre>
 *
 * Values of a request may be strings, numbers (taken as written: {@code 152.90} is the amount 152.90) or booleans;
 * answers have strings only. {@code response_type} is {@code xml} or {@code json}, without it the form of the request.
 *
 * <h2>Answers</h2>
 * Whatever the API itself has to say comes with HTTP status 200, one item per executed call. Without {@code no_halt} 1
 * the calls after the first that fails are not executed and have no item.
 * <ul>
 *   <li>201: the order is stored, and on disk. All orders of a POST are stored in one transaction before it is
 *       answered. An order id that was used before is answered so too, and its order dropped, unless
 *       {@code ignore_duplicate_orders} is 1. {@code purchase_date} is midnight of the given day; without one it is now
 *       in US Pacific time.
 *   <li>402: {@code purchase_date} is not a day as {@code YYYY-MM-DD}.
 *   <li>403: roi_data has neither published shape, or its hash is not this endpoint's.
 *   <li>{@code error} 1 "Missing variables": {@code missing_vars} names, separated by commas, what is missing or cannot
 *       be used: an amount that is not {@code dollars.cents} (at most 12 digits of dollars), an order id of more than
 *       255 characters or with control characters; {@code hint} then says why. {@code totalRequests} and
 *       {@code totalCompleted} count the calls of the POST and those answered 201.
 *   <li>{@code error} 1 "Incorrect Action Specified": the method is not roi.insert.
 *   <li>{@code error} 1 "Could not authenticate": one item with {@code responseData/responseCode} 445 for all calls.
 * </ul>
 * What is no message of the API is answered in its form too, with one item of {@code error} 1 that says what to do: 400
 * for a missing field, malformed content or a body that cannot be read to its end, 405, 413, 415. 503 with {@code Retry-After} says that the store cannot be
 * used at present, be it that the disk is full or that the version of the application before this one still has it; the
 * next message is a new attempt. The one so answered is to be sent again whole, which counts no order twice unless its
 * {@code ignore_duplicate_orders} is 1.
 */
public final class RoiApiServlet extends HttpServlet {
    /** Name of the context attribute with the {@link ReceivedOrders}: {@value}. */
    public static final String RECEIVED_ORDERS = "roiReceivedOrders";

    /** Name of the context attribute with the {@link RoiDataMint}: {@value}. */
    public static final String ROI_DATA_MINT = "roiDataMint";

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LogGuard.of(RoiApiServlet.class.getName());
    private static final String RETRY_AFTER_SECONDS = "5";

    private final transient Clock clock;

    /** For what comes of requests, which anybody can send as often as they like. */
    private final transient LimitedLog log;

    // Set by init, null while the endpoint is switched off. The container sees to it that requests see them.
    private transient String name;
    private transient JsonMessages json;
    private transient ApiMethods methods;
    private transient ReceivedStore store;

    /** For the container. */
    public RoiApiServlet() {
        this(Clock.systemUTC());
    }

    RoiApiServlet(Clock clock) {
        this.clock = clock;
        log = new LimitedLog((level, text) -> LOGGER.log(level, text), clock);
    }

    /**
     * Reads the settings, opens the store if that is possible now, and publishes the context attributes.
     *
     * @throws ServletException if a setting is wrong and {@code failFast} is true
     */
    @Override
    public void init() throws ServletException {
        name = "roi.insert endpoint of " + WebApplication.name(getServletContext());
        json = new JsonMessages();
        MisspeltNames.ofProcess(getServletContext()).forEach(text -> LOGGER.log(Level.WARNING, name + ": " + text));
        Resolution resolution = Resolution.of(Component.RECEIVER, Sources.of(getServletConfig()));
        resolution.requireDirectory(Settings.DIRECTORY);
        try {
            start(resolution.checked());
            boolean mapped = isMapped();
            LOGGER.log(
                    mapped ? Level.INFO : Level.WARNING,
                    name
                            + (mapped
                                    ? ": receives orders into " + store
                                    : ": receives nothing, because its servlet is mapped on no url-pattern")
                            + "; " + resolution.summary());
        } catch (ConfigurationException e) {
            if (resolution.failFast()) {
                throw new ServletException(name + ": " + e.getMessage(), e);
            }
            LOGGER.log(Level.ERROR, name + " is switched off, nothing is received. " + e.getMessage());
        }
    }

    /** Also where the container does not say: it has made the servlet, so it knows of it. */
    private boolean isMapped() {
        try {
            ServletRegistration registration = getServletContext().getServletRegistration(getServletName());
            return registration == null || !registration.getMappings().isEmpty();
        } catch (RuntimeException e) {
            return true;
        }
    }

    private void start(Values settings) {
        ServletContext context = getServletContext();
        RoiDataMint mint = new RoiDataMint(settings.get(Settings.ROI_SECRET));
        methods = new ApiMethods(
                settings.credentials(), List.of(new RoiInsertMethod(settings.get(Settings.DB_SPEC), mint, clock)));
        Path directory = WebApplication.directory(settings.find(Settings.DIRECTORY), "roi-endpoint", context);
        store = new ReceivedStore(directory, name, clock);
        ReceivedOrders received = new ReceivedOrders(store);
        received.isAvailable(); // opens the store, so that a fault is in the log before the first order comes
        context.setAttribute(RECEIVED_ORDERS, received);
        context.setAttribute(ROI_DATA_MINT, mint);
    }

    /** Closes the store and removes the context attributes. */
    @Override
    public void destroy() {
        if (store != null) {
            getServletContext().removeAttribute(RECEIVED_ORDERS);
            getServletContext().removeAttribute(ROI_DATA_MINT);
            store.close();
        }
        log.close();
    }

    /** Answers every method: POST as the API does, all others with 405. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Not getContentType, at which some containers throw where they do not know the charset: it is UTF-8 always.
        Optional<MessageForm> sent = MessageForm.ofContentType(request.getHeader("Content-Type"));
        Answer answer;
        try {
            answer = answer(request, sent);
        } catch (RefusedRequestException e) {
            log.log(
                    Level.WARNING,
                    name + ": requests refused",
                    () -> name + ": a request was refused: " + e.status() + " " + e.getMessage());
            answer = new Answer(e.status(), sent.orElse(MessageForm.XML), refusal(e.getMessage()), Map.of());
        } catch (Throwable e) {
            log.log(
                    Level.ERROR,
                    name + ": messages not executed",
                    () -> name + ": a message was not executed, nothing of it was stored: " + Thrown.typeAndPlace(e));
            answer = new Answer(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    sent.orElse(MessageForm.XML),
                    refusal("The endpoint failed; nothing of this message was stored"),
                    Map.of());
        }
        send(answer, response);
    }

    private record Answer(int status, MessageForm form, ApiResponse content, Map<String, String> headers) {}

    private Answer answer(HttpServletRequest request, Optional<MessageForm> sent)
            throws IOException, RefusedRequestException {
        if (!request.getMethod().equals("POST")) {
            return new Answer(
                    HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                    MessageForm.XML,
                    refusal("Messages to this API are sent by POST"),
                    Map.of("Allow", "POST"));
        }
        MessageForm form = sent.orElseThrow(() -> new RefusedRequestException(
                HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                "The Content-Type must be application/x-www-form-urlencoded, with the XML message as form field"
                        + " \"data\", or application/json"));
        RequestBody body = RequestBody.of(request);
        if (store == null) {
            return comeAgain(form, "This endpoint is switched off by its settings: its operator finds why in the log");
        }
        return execute(form.read(body, json));
    }

    private Answer execute(ApiRequest message) throws RefusedRequestException {
        MessageForm form = MessageForm.ofResponseType(message.responseType())
                .orElseThrow(() -> new RefusedRequestException(
                        HttpServletResponse.SC_OK, "This response_type is not served here: ask for xml or json"));
        ApiMethods.Outcome outcome = methods.execute(message);
        try {
            store.save(outcome.accepted());
        } catch (StoreException e) {
            return comeAgain(form, "The orders cannot be stored at present: send the whole message again later");
        }
        return new Answer(HttpServletResponse.SC_OK, form, outcome.answer(), Map.of());
    }

    private static Answer comeAgain(MessageForm form, String text) {
        return new Answer(
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                form,
                refusal(text),
                Map.of("Retry-After", RETRY_AFTER_SECONDS));
    }

    private static ApiResponse refusal(String text) {
        return new ApiResponse(List.of(AnswerItems.refusal(text)));
    }

    private void send(Answer answer, HttpServletResponse response) throws IOException {
        byte[] body = answer.form().write(answer.content(), json).getBytes(UTF_8);
        response.setStatus(answer.status());
        response.setContentType(answer.form().answerType());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
