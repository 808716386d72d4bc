package io.roifilter.admin;

import io.roifilter.config.Component;
import io.roifilter.config.OutboxLocation;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.config.Sources;
import io.roifilter.config.WebXml;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tries everything that can be tried from outside of a running application, with the settings that it would have: one line
 * for each, which says that it is well, or what is wrong and what to do.
 */
public final class Doctor {
    private final Sources process;
    private final DoctorSubject subject;
    private final Function<OutboxLocation.Jdbc, Optional<String>> shared;
    private final DoctorReport report;

    /**
     * @param process the settings of the process, which must be as those of the server
     * @param subject what is to be looked at
     * @param shared tries to connect to a shared outbox: why it cannot be used, and what to do; empty if it can
     */
    public Doctor(
            Sources process,
            DoctorSubject subject,
            Function<OutboxLocation.Jdbc, Optional<String>> shared,
            PrintStream out) {
        this.process = process;
        this.subject = subject;
        this.shared = shared;
        report = new DoctorReport(out);
    }

    /** @return how much is wrong */
    public int examine() throws InterruptedException {
        CheckMachine.java(report);
        Resolution settings = settings();
        new CheckSettings(report, subject.files().isPresent()).check(settings);
        subject.files().ifPresent(files -> application(files, settings));
        CheckMachine.secretFiles(settings, report);
        new CheckOutbox(report, subject.directory(), shared).check(settings);
        new CheckEndpoint(report, Clock.systemUTC()).check(settings);
        Optional<String> parameter = settings.value(Settings.PARAMETER);
        Optional<String> cookie = settings.value(Settings.COOKIE);
        if (subject.link().isPresent() && parameter.isPresent() && cookie.isPresent()) {
            new CheckLink(report, settings.way(), parameter.get(), cookie.get())
                    .check(subject.link().get());
        }
        new CheckRunning(report).check(subject.statusPage());
        return report.wrong();
    }

    private void application(WebXml files, Resolution settings) {
        new CheckFilters(report, process).check(files);
        Map<String, String> patterns = CheckFilters.patterns(files, process);
        Path application = subject.application().orElseThrow();
        new CheckCookie(report, process).check(application, files, patterns.keySet());
        new CheckNames(report).check(application, files, settings, patterns);
    }

    /** As the filter that reports orders would find them, the first if there are several. */
    private Resolution settings() {
        Optional<WebXml.Declared> insert =
                subject.files().flatMap(files -> CheckFilters.reporting(files).findFirst());
        Map<String, String> context =
                subject.files().map(WebXml::contextParameters).orElse(Map.of());
        return Resolution.of(
                Component.INSERT_FILTER,
                process.with(
                        insert.map(WebXml.Declared::name).orElse(""),
                        insert.map(WebXml.Declared::initParameters).orElse(Map.of()),
                        context));
    }
}
