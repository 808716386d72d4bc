package io.roifilter.admin;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the running shop makes of clicks and orders, which only it knows: it is asked by its status page. */
final class CheckRunning {
    private final DoctorReport report;

    CheckRunning(DoctorReport report) {
        this.report = report;
    }

    /**
     * What the page says.
     *
     * @param outcomes of requests on confirmation routes; empty if there were none
     * @param findings what it finds wrong
     */
    private record Told(String about, String outcomes, List<String> findings) {
        static Told of(JsonObject status) {
            return new Told(
                    "roi-filter " + status.getString("version") + ", since " + status.getString("startedAt")
                            + ", health " + status.getString("health"),
                    status.getJsonObject("outcomes").entrySet().stream()
                            .filter(count -> !count.getValue().toString().equals("0"))
                            .map(count -> count.getValue() + " " + count.getKey())
                            .collect(Collectors.joining(", ")),
                    status.getJsonArray("findings").stream()
                            .map(JsonValue::asJsonObject)
                            .map(finding -> finding.getString("text"))
                            .toList());
        }
    }

    /** @param page empty if it is not known */
    void check(Optional<StatusSite> page) {
        if (page.isEmpty()) {
            report.skipped(
                    "what comes of clicks and orders, only the running shop knows: its status page (statusPath) shows"
                            + " it, and --url has it said here");
            return;
        }
        try {
            Told told = page.get().get("/", Told::of);
            report.ok("the shop answers at " + page.get() + ": " + told.about());
            say(told);
        } catch (StatusSite.UnusableException e) {
            report.wrong("--url: " + e.getMessage());
        }
    }

    private void say(Told told) {
        if (told.outcomes().isEmpty()) {
            report.skipped(
                    "no request has come to a confirmation route since then: if there were orders, check confirmation, or"
                            + " the url-pattern of RoiInsertFilter in web.xml, against the address of the page that confirms one");
        } else {
            report.ok("requests on confirmation routes since then: " + told.outcomes());
        }
        told.findings().forEach(finding -> report.wrong("the shop says: " + finding));
    }
}
