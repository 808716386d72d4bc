package io.roifilter.admin;

import io.roifilter.config.Problem;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.order.ByConvention;
import java.util.List;

/** The settings as a filter that reports orders would find them. */
final class CheckSettings {
    private final DoctorReport report;
    private final boolean applicationIsKnown;

    /** @param applicationIsKnown whether its files were looked at, so that what is missing is missing */
    CheckSettings(DoctorReport report, boolean applicationIsKnown) {
        this.report = report;
        this.applicationIsKnown = applicationIsKnown;
    }

    void check(Resolution settings) {
        List<Problem> problems = settings.problems();
        problems.forEach(problem -> report.wrong(problem.toString()));
        NeverReports.of(settings).ifPresent(report::wrong);
        if (NeverReports.isSwitchedOff(settings)) {
            report.skipped("consent is false: tracking is switched off, no click is kept, and no order is reported");
        }
        ByConvention.settings(
                        settings.value(Settings.ORDER_ID),
                        settings.value(Settings.AMOUNT),
                        settings.value(Settings.CURRENCY))
                .ifPresent(this::byConvention);
        if (problems.isEmpty()) {
            report.ok("settings: " + settings.summary());
        }
    }

    private void byConvention(String names) {
        String are = names + (names.contains(" and ") ? " are" : " is");
        report.skipped(
                applicationIsKnown
                        ? are
                                + " read by convention, from what the page that confirms an order states of it for services of"
                                + " analytics or search engines: only an order shows whether it does"
                        : are
                                + " not in the environment; --war or --dir shows whether web.xml has it, or it is read from"
                                + " the page by convention");
    }
}
