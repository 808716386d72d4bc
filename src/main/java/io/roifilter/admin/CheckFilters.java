package io.roifilter.admin;

import io.roifilter.config.Component;
import io.roifilter.config.Problem;
import io.roifilter.config.ReportMode;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.config.WebXml;
import io.roifilter.config.WebXml.Declared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether clicks and confirmations come by the filters, as far as web.xml and the settings say. */
final class CheckFilters {
    static final String INSERT = "io.roifilter.RoiInsertFilter";
    static final String CAPTURE = "io.roifilter.RoiCaptureFilter";

    private static final String EVERYWHERE = "/*, as a click may land on any page";

    private final DoctorReport report;
    private final Sources process;

    CheckFilters(DoctorReport report, Sources process) {
        this.report = report;
        this.process = process;
    }

    void check(WebXml files) {
        Resolution own = Resolution.of(Component.INITIALIZER, process.with("", Map.of(), files.contextParameters()));
        own.problems().stream()
                .filter(problem -> problem.setting().equals(Settings.CONFIRMATION.name())
                        || problem.setting().equals(Settings.MOUNTS_CAPTURE.name()))
                .forEach(problem -> report.wrong(problem.toString()));
        checkInsert(files, own);
        checkCapture(files, own);
        checkOrder(files);
        others(files, INSERT, Component.INSERT_FILTER, reporting(files).findFirst());
        others(files, CAPTURE, Component.CAPTURE_FILTER, Optional.empty());
    }

    private void checkInsert(WebXml files, Resolution own) {
        List<Declared> declared = files.filters(INSERT);
        declared.forEach(filter -> checkMapping(
                filter,
                remembers(filter)
                        ? "the url-pattern of the page before that of the order"
                        : "the url-pattern of the page that confirms an order"));
        if (reporting(files).findAny().isPresent()) {
            return;
        }
        if (!own.isGiven(Settings.CONFIRMATION)) {
            report.wrong(
                    "confirmation is not set, and web.xml declares no RoiInsertFilter, so that no order is reported: set"
                            + " confirmation (context-param roi.confirmation) to the url-pattern of the page that confirms an"
                            + " order, such as /thanks");
        } else if (files.isOrdered()) {
            report.wrong(unrun("confirmation", "RoiInsertFilter"));
        } else {
            own.value(Settings.CONFIRMATION)
                    .ifPresent(patterns ->
                            report.ok("orders are read on " + String.join(", ", patterns) + " (confirmation)"));
        }
    }

    private void checkCapture(WebXml files, Resolution own) {
        List<Declared> declared = files.filters(CAPTURE);
        declared.forEach(filter -> checkMapping(filter, EVERYWHERE));
        declared.stream()
                .filter(filter ->
                        !filter.mappings().isEmpty() && !filter.mappings().contains("/*"))
                .forEach(filter -> report.wrong("filter " + filter.name() + " keeps clicks on "
                        + String.join(", ", filter.mappings())
                        + " alone: one that lands elsewhere is lost, also where that page redirects without its query; map it on "
                        + EVERYWHERE));
        if (!declared.isEmpty()) {
            return;
        }
        if (!own.value(Settings.MOUNTS_CAPTURE).orElse(true)) {
            report.wrong(
                    "capture is false, and web.xml declares no RoiCaptureFilter, so that no click is remembered: take"
                            + " capture out, or declare the filter in web.xml and map it on /*");
        } else if (files.isOrdered()) {
            report.wrong(unrun("capture", "RoiCaptureFilter"));
        } else {
            report.ok("clicks are seen on /* (capture)");
        }
    }

    /** Filters are run in the order of their mappings (Servlet 6.0, 6.2.4). */
    private void checkOrder(WebXml files) {
        for (Declared capture : files.filters(CAPTURE)) {
            List<String> before = files.mappedFilters().stream()
                    .takeWhile(name -> !name.equals(capture.name()))
                    .distinct()
                    .filter(name -> files.filters(INSERT).stream()
                            .noneMatch(insert -> insert.name().equals(name)))
                    .toList();
            if (!before.isEmpty() && !capture.mappings().isEmpty()) {
                report.skipped("filter " + capture.name() + " comes after " + String.join(", ", before)
                        + ", as web.xml maps them: if one of those redirects and drops the query, the click is lost; map "
                        + capture.name() + " first, or try a link by --link");
            }
        }
    }

    /** The declared filters that report orders; others remember what these report. */
    static Stream<Declared> reporting(WebXml files) {
        return files.filters(INSERT).stream().filter(filter -> !remembers(filter));
    }

    private static boolean remembers(Declared filter) {
        return ReportMode.isRemember(filter.initParameters().get(Settings.REPORT.name()));
    }

    /** On which orders are read, each with how it was given. */
    static Map<String, String> patterns(WebXml files, Sources process) {
        Map<String, String> patterns = new LinkedHashMap<>();
        List<Declared> declared = reporting(files).toList();
        declared.forEach(filter -> filter.mappings().stream()
                .filter(mapping -> mapping.startsWith("/"))
                .forEach(mapping -> patterns.put(
                        mapping, "url-pattern " + mapping + " of filter " + filter.name() + " in web.xml")));
        if (declared.isEmpty()) {
            Resolution.of(Component.INITIALIZER, process.with("", Map.of(), files.contextParameters()))
                    .value(Settings.CONFIRMATION)
                    .ifPresent(given -> given.forEach(pattern -> patterns.put(pattern, "confirmation = " + pattern)));
        }
        return patterns;
    }

    private void checkMapping(Declared filter, String where) {
        if (filter.mappings().isEmpty()) {
            report.wrong("filter " + filter.name()
                    + " has no filter-mapping in web.xml, and is never called: map it on " + where);
        } else {
            report.ok("filter " + filter.name() + " is mapped on " + String.join(", ", filter.mappings()));
        }
    }

    private static String unrun(String setting, String filter) {
        return setting + " has no effect: web.xml has an absolute-ordering without others, by which servers pass over"
                + " RoiInitializer; add <others/> to it, or declare " + filter + " in web.xml";
    }

    /** The settings of those filters that are not looked at elsewhere. */
    private void others(WebXml files, String className, Component component, Optional<Declared> looked) {
        files.filters(className).stream()
                .filter(filter -> looked.filter(known -> known.name().equals(filter.name()))
                        .isEmpty())
                .forEach(filter -> Resolution.of(
                                component,
                                process.with(filter.name(), filter.initParameters(), files.contextParameters()))
                        .problems()
                        .stream()
                        .map(Problem::toString)
                        .forEach(report::wrong));
    }
}
