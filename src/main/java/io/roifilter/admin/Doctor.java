package io.roifilter.admin;

import io.roifilter.config.Component;
import io.roifilter.config.OutboxLocation;
import io.roifilter.config.Resolution;
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
    private final Optional<WebXml> application;
    private final Optional<Path> directory;
    private final Function<OutboxLocation.Jdbc, Optional<String>> shared;
    private final DoctorReport report;

    /**
     * @param process the settings of the process, which must be as those of the server
     * @param application what its files say, if they are to be looked at
     * @param directory of the embedded outbox, if no setting names it
     * @param shared tries to connect to a shared outbox: why it cannot be used, and what to do; empty if it can
     */
    public Doctor(
            Sources process,
            Optional<WebXml> application,
            Optional<Path> directory,
            Function<OutboxLocation.Jdbc, Optional<String>> shared,
            PrintStream out) {
        this.process = process;
        this.application = application;
        this.directory = directory;
        this.shared = shared;
        report = new DoctorReport(out);
    }

    /** @return how much is wrong */
    public int examine() throws InterruptedException {
        CheckMachine.java(report);
        Resolution settings = settings();
        new CheckSettings(report, application.isPresent()).check(settings);
        application.ifPresent(files -> new CheckFilters(report, process).check(files));
        CheckMachine.secretFiles(settings, report);
        new CheckOutbox(report, directory, shared).check(settings);
        new CheckEndpoint(report, Clock.systemUTC()).check(settings);
        return report.wrong();
    }

    /** As the filter that reports orders would find them, the first if there are several. */
    private Resolution settings() {
        Optional<WebXml.Declared> insert = application.flatMap(
                files -> files.filters(CheckFilters.INSERT).stream().findFirst());
        Map<String, String> context = application.map(WebXml::contextParameters).orElse(Map.of());
        return Resolution.of(
                Component.INSERT_FILTER,
                process.with(
                        insert.map(WebXml.Declared::name).orElse(""),
                        insert.map(WebXml.Declared::initParameters).orElse(Map.of()),
                        context));
    }
}
