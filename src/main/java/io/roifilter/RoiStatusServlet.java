package io.roifilter;

import io.roifilter.admin.Assessment;
import io.roifilter.admin.Desk;
import io.roifilter.admin.FormToken;
import io.roifilter.admin.Health;
import io.roifilter.admin.Notices;
import io.roifilter.admin.OpenMetrics;
import io.roifilter.admin.OrderField;
import io.roifilter.admin.OrdersDesk;
import io.roifilter.admin.PageRequest;
import io.roifilter.admin.StatusAccess;
import io.roifilter.admin.StatusJson;
import io.roifilter.admin.StatusPage;
import io.roifilter.admin.TrackerStatus;
import io.roifilter.config.Component;
import io.roifilter.config.ConfigurationException;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.config.WebApplication;
import io.roifilter.text.LogGuard;
import io.roifilter.thread.SteadyClock;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Shows how tracking stands: whether it is on, what waits, what was rejected, and how the endpoint is. To be mapped on a path of
 * the operator's choice and all below it, such as {@code /roi-status/*}; {@link RoiInitializer} does so if {@code statusPath}
 * is given. Thread-safe.
 *
 * <ul>
 *   <li>the path itself: a page for people, or the same as JSON if the request accepts that rather than HTML;
 *   <li>{@code …/health}: in the form of MicroProfile Health 4.0, 200 or, with {@code DOWN}, 503;
 *   <li>{@code …/metrics}: OpenMetrics text, for Prometheus;
 *   <li>{@code …/orders}: orders as JSON, page by page, for the commands of the jar;
 *   <li>{@code …/setup}: set-up by example, where the setting {@code setup} is on.
 * </ul>
 *
 * <p>With {@code statusPassword} it answers whoever knows that, by HTTP Basic with any user name, over HTTPS or from this
 * machine; without, this machine alone. A wrong setting switches this page off, with one log entry, and it answers 503.
 */
public final class RoiStatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LogGuard.of(RoiStatusServlet.class.getName());

    /** Nothing but what comes from here, and no page of anybody else's around it. */
    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none';"
                            + " base-uri 'none'",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer");

    // Set by init, null while the page is switched off. The container sees to it that requests see them.
    private transient Instant started;
    private transient StatusAccess access;
    private transient StatusJson json;
    private transient byte[] style;
    private transient FormToken token;
    private transient Notices notices;
    private transient OrdersDesk orders;
    private transient SetupRequests setup;

    /** For the container. */
    public RoiStatusServlet() {}

    /** Mounts it on a path and all below. */
    static void mount(String path, ServletContext context) {
        ServletRegistration.Dynamic registration =
                context.addServlet(RoiStatusServlet.class.getName(), new RoiStatusServlet());
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
        if (!registration.addMapping(path + "/*").isEmpty()) {
            LOGGER.log(
                    Level.ERROR,
                    WebApplication.name(context)
                            + ": there is no status page, because the application has something else"
                            + " on statusPath, " + path + "/*: choose another");
        }
    }

    /** @throws ServletException if a setting is wrong and {@code failFast} is true */
    @Override
    public void init() throws ServletException {
        String label = WebApplication.name(getServletContext()) + ", " + getServletName();
        started = Clock.systemUTC().instant();
        Resolution resolution = Resolution.of(Component.STATUS_SERVLET, Sources.of(getServletConfig()));
        try {
            Optional<String> password = resolution.checked().find(Settings.STATUS_PASSWORD);
            access = new StatusAccess(password, SteadyClock.system());
            token = new FormToken(password);
            notices = new Notices();
            json = new StatusJson();
            orders = new OrdersDesk(json, token);
            setup = new SetupRequests(getServletContext(), token, notices, json);
            style = StatusPage.style();
            LOGGER.log(Level.INFO, label + ": shows how tracking stands on " + paths() + "; " + resolution.summary());
        } catch (ConfigurationException e) {
            if (resolution.failFast()) {
                throw new ServletException(label + ": " + e.getMessage(), e);
            }
            LOGGER.log(Level.ERROR, label + ": the status page is switched off. " + e.getMessage());
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HEADERS.forEach(response::setHeader);
        if (mayLook(request, response)) {
            String below = request.getPathInfo() == null ? "/" : request.getPathInfo();
            switch (below) {
                case "/" -> showStatus(request, response);
                case "/health" -> showHealth(response);
                case "/metrics" -> StatusAnswers.send(response, OpenMetrics.CONTENT_TYPE, OpenMetrics.of(status()));
                case "/orders" -> StatusAnswers.send(response, orders.read(request.getParameterMap(), desk()));
                case "/style.css" -> StatusAnswers.send(response, "text/css;charset=UTF-8", style);
                default -> {
                    if (setup.concerns(below)) {
                        setup.show(request, response);
                    } else {
                        StatusAnswers.nothingHere(response);
                    }
                }
            }
        }
    }

    private boolean mayLook(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (access == null) {
            StatusAnswers.refuse(
                    response,
                    HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    "The status page is switched off, because a setting is wrong: see the log.");
            return false;
        }
        StatusAccess.Refusal refusal = access.check(request).orElse(null);
        if (refusal != null) {
            refusal.headers().forEach(response::setHeader);
            StatusAnswers.refuse(response, refusal.status(), refusal.text());
        }
        return refusal == null;
    }

    private void showStatus(HttpServletRequest request, HttpServletResponse response) throws IOException {
        TrackerStatus status = status();
        PageRequest wanted = new PageRequest(
                base(request),
                token,
                Optional.ofNullable(request.getParameter("order")),
                notices.find(request.getParameter("done")),
                ZoneId.systemDefault(),
                setup.isOn());
        response.setHeader("Vary", "Accept");
        if (StatusAnswers.prefersJson(request)) {
            StatusAnswers.send(response, StatusAnswers.JSON, json.status(status, desk(), wanted));
        } else {
            StatusAnswers.send(response, StatusAnswers.HTML, StatusPage.of(status, desk(), wanted));
        }
    }

    /** A button, which must be of our own page; then a page that can be loaded again without pressing it again. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HEADERS.forEach(response::setHeader);
        if (!mayLook(request, response)) {
            return;
        }
        request.setCharacterEncoding("UTF-8");
        if (!token.matches(request.getParameter(FormToken.FIELD))) {
            StatusAnswers.refuse(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "This button is of another page, or of this one before the shop was started again: go back, load the"
                            + " page anew, and press it there.");
            return;
        }
        String below = String.valueOf(request.getPathInfo());
        if (setup.concerns(below)) {
            setup.press(request, response);
            return;
        }
        Optional<Desk> desk = desk();
        switch (below) {
            case "/orders/resend" -> StatusAnswers.send(response, orders.resend(request.getParameterMap(), desk));
            case "/orders/delete" -> StatusAnswers.send(response, orders.delete(request.getParameterMap(), desk));
            default -> answer(request, response, desk);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Optional<Desk> desk)
            throws IOException {
        Optional<Desk.Answer> answer = desk.isPresent()
                ? press(request, desk.get())
                : Optional.of(new Desk.Answer(false, "Nothing was done: no filter reports orders."));
        if (answer.isEmpty()) {
            StatusAnswers.nothingHere(response);
        } else if (StatusAnswers.prefersJson(request)) {
            StatusAnswers.send(response, StatusAnswers.JSON, json.answer(answer.get()));
        } else {
            StatusAnswers.seeOther(response, "./?done=" + notices.keep(answer.get()));
        }
    }

    /** @return empty if there is no such button */
    private static Optional<Desk.Answer> press(HttpServletRequest request, Desk desk) {
        String orderId = OrderField.orderId(request);
        return switch (String.valueOf(request.getPathInfo())) {
            case "/resend" -> Optional.of(desk.resend(orderId, entry(request), amount(request)));
            case "/delete" -> Optional.of(desk.delete(orderId, entry(request)));
            case "/send" -> Optional.of(desk.sendNow());
            case "/probe" -> Optional.of(probe(desk));
            default -> Optional.empty();
        };
    }

    private static Desk.Answer probe(Desk desk) {
        try {
            return desk.probe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Desk.Answer(false, "Interrupted.");
        }
    }

    /** The one entry of an order that is meant; none has a negative number. */
    private static OptionalLong entry(HttpServletRequest request) {
        String given = request.getParameter("entry");
        try {
            return given == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(given));
        } catch (NumberFormatException e) {
            return OptionalLong.of(-1);
        }
    }

    private static String amount(HttpServletRequest request) {
        String given = request.getParameter("amount");
        return given == null ? "" : given;
    }

    private Optional<Desk> desk() {
        return Optional.ofNullable(RoiTracker.running(getServletContext()))
                .flatMap(tracker -> tracker.view().desk());
    }

    private void showHealth(HttpServletResponse response) throws IOException {
        TrackerStatus status = status();
        if (Assessment.of(status).health() == Health.DOWN) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
        StatusAnswers.send(response, StatusAnswers.JSON, json.health(status));
    }

    private TrackerStatus status() {
        return CurrentStatus.of(getServletContext(), started);
    }

    /** Relative, as only the browser knows the address: a proxy may have changed it. */
    private static String base(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.endsWith("/") ? "" : path.substring(path.lastIndexOf('/') + 1) + "/";
    }

    private String paths() {
        ServletRegistration registration = getServletContext().getServletRegistration(getServletName());
        return registration == null ? "its path" : String.join(", ", registration.getMappings());
    }
}
