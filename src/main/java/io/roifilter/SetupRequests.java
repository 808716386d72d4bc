package io.roifilter;

import io.roifilter.admin.DeclaredFilters;
import io.roifilter.admin.Desk;
import io.roifilter.admin.FormToken;
import io.roifilter.admin.Notices;
import io.roifilter.admin.PageRequest;
import io.roifilter.admin.PastedSetting;
import io.roifilter.admin.SetupJson;
import io.roifilter.admin.SetupPage;
import io.roifilter.admin.SetupSituation;
import io.roifilter.admin.StatusJson;
import io.roifilter.api.RoiData;
import io.roifilter.config.Component;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.WebApplication;
import io.roifilter.setup.SetupDesk;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The page of the set-up by example, for requests that may look at the status page. Thread-safe. */
final class SetupRequests {
    private static final String PAGE = "/" + SetupSituation.PAGE;
    private static final String BUTTONS = PAGE + "/";

    private final ServletContext context;
    private final FormToken token;
    private final Notices notices;
    private final StatusJson json;

    SetupRequests(ServletContext context, FormToken token, Notices notices, StatusJson json) {
        this.context = context;
        this.token = token;
        this.notices = notices;
        this.json = json;
    }

    boolean isOn() {
        return SetupDesk.of(context).isPresent();
    }

    /** @param below the status page's path */
    boolean concerns(String below) {
        return below.equals(PAGE) || below.startsWith(BUTTONS);
    }

    /** The page. */
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Vary", "Accept, Cookie");
        boolean wantsJson = StatusAnswers.prefersJson(request);
        Optional<SetupDesk> desk = SetupDesk.of(context);
        if (!PAGE.equals(request.getPathInfo())) {
            StatusAnswers.nothingHere(response);
        } else if (desk.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            send(
                    response,
                    wantsJson,
                    wantsJson ? SetupJson.off(json) : SetupPage.off(WebApplication.name(context), page(request)));
        } else {
            SetupSituation situation = situation(request, desk.get());
            send(
                    response,
                    wantsJson,
                    wantsJson ? SetupJson.of(json, situation) : SetupPage.of(situation, page(request)));
        }
    }

    private static void send(HttpServletResponse response, boolean isJson, String text) throws IOException {
        StatusAnswers.send(response, isJson ? StatusAnswers.JSON : StatusAnswers.HTML, text);
    }

    private PageRequest page(HttpServletRequest request) {
        return new PageRequest(
                "", token, Optional.empty(), notices.find(request.getParameter("done")), ZoneId.systemDefault(), true);
    }

    private SetupSituation situation(HttpServletRequest request, SetupDesk desk) {
        Resolution reporting = Deployment.resolve(Component.INSERT_FILTER, context);
        String host = request.getHeader("Host");
        String up = "../".repeat((int)
                request.getServletPath().chars().filter(c -> c == '/').count());
        String parameter = reporting.value(Settings.PARAMETER).orElse("roi_data");
        return new SetupSituation(
                WebApplication.name(context),
                Release.version(),
                Clock.systemUTC().instant(),
                desk.view(),
                desk.isOperators(request),
                host == null ? "" : host,
                (up.isEmpty() ? "./" : up) + "?" + parameter + "=" + RoiData.TEST,
                registrations(RoiCaptureFilter.class).findAny().isPresent(),
                new DeclaredFilters(declared(RoiInsertFilter.class), declared(RoiCaptureFilter.class)),
                PastedSetting.missing(reporting).stream()
                        .filter(isGivenToNoFilter())
                        .toList());
    }

    /** The name of a filter that was not mounted by {@link RoiInitializer}, which names it by its class. */
    private Optional<String> declared(Class<? extends Filter> filter) {
        return registrations(filter)
                .map(FilterRegistration::getName)
                .filter(name -> !filter.getName().equals(name))
                .findFirst();
    }

    private Stream<? extends FilterRegistration> registrations(Class<? extends Filter> filter) {
        return context.getFilterRegistrations().values().stream()
                .filter(registration -> filter.getName().equals(registration.getClassName()));
    }

    /** A filter may have it as an init-param of its own. */
    private Predicate<PastedSetting> isGivenToNoFilter() {
        return setting -> registrations(RoiInsertFilter.class)
                .noneMatch(registration -> registration.getInitParameter(setting.name()) != null
                        || registration.getInitParameter(setting.name().replaceFirst("File$", "")) != null);
    }

    /** A button, whose token was right. */
    void press(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SetupDesk desk = SetupDesk.of(context).orElse(null);
        Optional<Desk.Answer> answer = desk == null
                ? Optional.of(new Desk.Answer(false, "Nothing was done: set-up by example is off. " + SetupPage.OFF))
                : press(request, response, desk);
        if (answer.isEmpty()) {
            StatusAnswers.nothingHere(response);
        } else if (StatusAnswers.prefersJson(request)) {
            StatusAnswers.send(response, StatusAnswers.JSON, json.answer(answer.get()));
        } else {
            boolean isSilent = answer.get().text().isEmpty();
            StatusAnswers.seeOther(response, "../setup" + (isSilent ? "" : "?done=" + notices.keep(answer.get())));
        }
    }

    /** @return empty if there is no such button; without words where the page says what came of it */
    private static Optional<Desk.Answer> press(
            HttpServletRequest request, HttpServletResponse response, SetupDesk desk) {
        String button = String.valueOf(request.getPathInfo());
        if (button.equals(BUTTONS + "begin")) {
            response.addHeader("Set-Cookie", cookie(desk.begin(), "", request));
            return done("");
        }
        if (!desk.isOperators(request)) {
            return Optional.of(new Desk.Answer(
                    false,
                    "Nothing was done: no set-up is under way in this browser. It ends an hour after the last use, or when it is"
                            + " begun in another."));
        }
        return switch (button) {
            case BUTTONS + "search" -> {
                desk.search(text(request, "number"), text(request, "total"));
                yield done("");
            }
            case BUTTONS + "try" -> {
                desk.tryOut(number(request));
                yield done("");
            }
            case BUTTONS + "end" -> {
                desk.end();
                response.addHeader("Set-Cookie", cookie("", "; Max-Age=0", request));
                yield done(
                        "It has ended: the cookie is taken away, and what was recorded is forgotten. Take roi.setup out, too.");
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Desk.Answer> done(String text) {
        return Optional.of(new Desk.Answer(true, text));
    }

    /** For all paths, as a proxy may have changed that of the application. */
    private static String cookie(String value, String age, HttpServletRequest request) {
        return SetupDesk.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Lax" + age
                + (request.isSecure() ? "; Secure" : "");
    }

    private static String text(HttpServletRequest request, String name) {
        String given = request.getParameter(name);
        return given == null ? "" : given;
    }

    /** None of the proposals has a negative one. */
    private static int number(HttpServletRequest request) {
        try {
            return Integer.parseInt(text(request, "proposal"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
