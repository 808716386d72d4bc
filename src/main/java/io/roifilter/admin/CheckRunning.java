package io.roifilter.admin;

import io.roifilter.thread.ContextClassLoader;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the running shop makes of clicks and orders, which only it knows: it is asked by its status page. */
final class CheckRunning {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final DoctorReport report;

    CheckRunning(DoctorReport report) {
        this.report = report;
    }

    void check(DoctorSubject subject) throws InterruptedException {
        if (subject.statusPage().isEmpty()) {
            report.skipped(
                    "what comes of clicks and orders, only the running shop knows: its status page (statusPath) shows"
                            + " it, and --url has it said here");
            return;
        }
        URI page = subject.statusPage().get();
        if (subject.statusPassword().isPresent() && !isSafe(page)) {
            report.wrong("--url: a password is sent over HTTPS, or within this machine, alone: " + page.getScheme()
                    + "://" + page.getHost() + " is neither");
            return;
        }
        try {
            HttpResponse<String> answer = get(page, subject.statusPassword());
            if (answer.statusCode() == 200 || answer.statusCode() == 503) {
                say(read(answer.body()), page);
            } else {
                report.wrong("--url: " + page + " answers with status " + answer.statusCode() + ": "
                        + remedy(answer.statusCode()));
            }
        } catch (IOException e) {
            report.wrong("--url: " + page + " cannot be asked (" + e + "): start the shop, or correct the address");
        } catch (JsonException | ClassCastException | NullPointerException e) {
            report.wrong("--url: what answers at " + page
                    + " is no status page of roi-filter: it is at statusPath, behind" + " the application's own path");
        }
    }

    private void say(JsonObject status, URI page) {
        report.ok("the shop answers at " + page + ": roi-filter " + status.getString("version") + ", since "
                + status.getString("startedAt") + ", health " + status.getString("health"));
        String outcomes = status.getJsonObject("outcomes").entrySet().stream()
                .filter(count -> !count.getValue().toString().equals("0"))
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
        if (outcomes.isEmpty()) {
            report.skipped(
                    "no request has come to a confirmation route since then: if there were orders, check confirmation, or"
                            + " the url-pattern of RoiInsertFilter in web.xml, against the address of the page that confirms one");
        } else {
            report.ok("requests on confirmation routes since then: " + outcomes);
        }
        status.getJsonArray("findings").stream()
                .map(JsonValue::asJsonObject)
                .forEach(finding -> report.wrong("the shop says: " + finding.getString("text")));
    }

    private static HttpResponse<String> get(URI page, Optional<String> password)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(page).timeout(TIMEOUT).header("Accept", "application/json");
        password.ifPresent(secret -> request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((":" + secret).getBytes(StandardCharsets.UTF_8))));
        return HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .build()
                .send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static JsonObject read(String text) {
        JsonReaderFactory readers = ContextClassLoader.during(
                CheckRunning.class.getClassLoader(), () -> Json.createReaderFactory(Map.of()));
        return readers.createReader(new StringReader(text)).readObject();
    }

    private static String remedy(int status) {
        return switch (status) {
            case 401 -> "give the password, that of statusPassword, by --password-file";
            case 403 ->
                "it answers this machine alone without statusPassword: run doctor there, with localhost in the address,"
                        + " or set one and use HTTPS";
            case 404 -> "set statusPath, or correct the address: it is behind the application's own path";
            case 429 -> "too many wrong passwords were tried: wait a minute";
            default -> "correct the address";
        };
    }

    private static boolean isSafe(URI page) {
        try {
            return "https".equalsIgnoreCase(page.getScheme())
                    || InetAddress.getByName(page.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
