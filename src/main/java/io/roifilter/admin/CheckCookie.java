package io.roifilter.admin;

import io.roifilter.config.Component;
import io.roifilter.config.CookieReach;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.config.WebXml;
import io.roifilter.config.WebXml.Declared;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether browsers send the cookie to the page that confirms an order, as far as the settings say where both are. */
final class CheckCookie {
    private final DoctorReport report;
    private final Sources process;

    CheckCookie(DoctorReport report, Sources process) {
        this.report = report;
        this.process = process;
    }

    /** @param patterns on which orders are read */
    void check(Path application, WebXml files, Set<String> patterns) {
        Optional<Declared> capture =
                files.filters(CheckFilters.CAPTURE).stream().findFirst();
        Resolution settings = Resolution.of(
                Component.CAPTURE_FILTER,
                process.with(
                        capture.map(Declared::name).orElse(""),
                        capture.map(Declared::initParameters).orElse(Map.of()),
                        files.contextParameters()));
        settings.value(Settings.COOKIE_PATH)
                .ifPresent(cookiePath -> patterns.stream()
                        .filter(pattern -> pattern.startsWith("/"))
                        .map(pattern -> context(application) + pattern.replaceFirst("/\\*$", ""))
                        .filter(page -> !CookieReach.covers(cookiePath, page) && !CookieReach.covers(page, cookiePath))
                        .forEach(page -> report.wrong("cookiePath = " + cookiePath + " does not cover " + page
                                + ", where orders are read (if the shop is at " + context(application)
                                + "/, as its name says): browsers do not send the cookie there, and no order is reported. Take"
                                + " cookiePath out, or set it to a path that the page is below, such as /")));
    }

    /** The path of an application, by the name of its file, as servers take it unless told otherwise. */
    static String context(Path application) {
        Path name = application.toAbsolutePath().normalize().getFileName();
        String context = name == null ? "" : name.toString().replaceFirst("(##.*)?(\\.war)?$", "");
        return context.isEmpty() || context.equalsIgnoreCase("ROOT") ? "" : "/" + context.replace('#', '/');
    }
}
