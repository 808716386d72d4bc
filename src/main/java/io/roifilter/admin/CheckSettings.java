package io.roifilter.admin;

import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import java.util.List;
import java.util.Set;

/** The settings as a filter that reports orders would find them. */
final class CheckSettings {
    /** What stands in the application's own files, mostly. */
    private static final Set<String> OFTEN_ELSEWHERE = Set.of(Settings.ORDER_ID.name(), Settings.AMOUNT.name());

    private final DoctorReport report;
    private final boolean applicationIsKnown;

    /** @param applicationIsKnown whether its files were looked at, so that what is missing is missing */
    CheckSettings(DoctorReport report, boolean applicationIsKnown) {
        this.report = report;
        this.applicationIsKnown = applicationIsKnown;
    }

    void check(Resolution settings) {
        List<Problem> problems = settings.problems();
        for (Problem problem : problems) {
            boolean isMissing = problem.source().isEmpty() && problem.given().isEmpty();
            if (isMissing && !applicationIsKnown && OFTEN_ELSEWHERE.contains(problem.setting())) {
                report.skipped(
                        problem.setting() + " is not in the environment; --war or --dir shows whether web.xml has it");
            } else {
                report.wrong(problem.toString());
            }
        }
        NeverReports.of(settings).ifPresent(report::wrong);
        if (NeverReports.isSwitchedOff(settings)) {
            report.skipped("consent is false: tracking is switched off, no click is kept, and no order is reported");
        }
        if (problems.isEmpty()) {
            report.ok("settings: " + settings.summary());
        }
    }
}
