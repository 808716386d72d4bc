package io.roifilter.admin;

import io.roifilter.api.Failures;
import io.roifilter.http.BlockingHttpClient;
import io.roifilter.http.HttpAnswer;
import io.roifilter.http.OutgoingWay;
import io.roifilter.text.OneLine;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The status page of a shop that runs, as a program asks it: whatever is wrong is said in words for who typed its address. */
public final class StatusSite {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** A page of orders has some hundred thousand. */
    private static final int MAX_BYTES = 1 << 24;

    private static final int MAX_SAID = 400;

    private final String page;
    private final Optional<String> password;
    private final Failures failures;
    private final BlockingHttpClient client;

    /** It cannot be asked, or does not answer as it should; the message says why, and what to do. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /** What is made of an answer; throws what it likes if that is not as the status page's. */
    public interface Reading<T> {
        T of(JsonObject json);
    }

    /**
     * @param page with or without a slash at its end; https, or on this machine, as the password goes there
     * @param password empty if it has none
     */
    public StatusSite(URI page, Optional<String> password) {
        this.page = page.toString().replaceFirst("/+$", "");
        this.password = password;
        OutgoingWay way = OutgoingWay.ofThisProcess();
        failures = new Failures(page, "--url", way, CONNECT_TIMEOUT);
        client = new BlockingHttpClient(
                page, way, new BlockingHttpClient.Limits(CONNECT_TIMEOUT, TIMEOUT, MAX_BYTES), "commands");
    }

    /**
     * Reads.
     *
     * @param below what follows the address of the page
     * @throws UnusableException if there is nothing to read
     */
    public <T> T get(String below, Reading<T> reading) throws UnusableException {
        return read(send(() -> client.get(target(below), headers())), reading);
    }

    /**
     * Has something done.
     *
     * @param form as browsers send it
     * @throws UnusableException if it is not known to have been done
     */
    public <T> T post(String below, String form, Reading<T> reading) throws UnusableException {
        try {
            Map<String, String> headers = headers();
            headers.put("Content-Type", "application/x-www-form-urlencoded");
            byte[] body = form.getBytes(StandardCharsets.UTF_8);
            return read(send(() -> client.post(target(below), headers, body)), reading);
        } catch (UnusableException e) {
            throw new UnusableException(e.getMessage() + " What was done, list shows; the command can be run again.");
        }
    }

    @Override
    public String toString() {
        return page;
    }

    private String target(String below) {
        return BlockingHttpClient.target(URI.create(page + below));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "roi-filter");
        password.ifPresent(word -> headers.put(
                "Authorization",
                "Basic "
                        + Base64.getEncoder().encodeToString(("roi-filter:" + word).getBytes(StandardCharsets.UTF_8))));
        return headers;
    }

    private interface Exchange {
        HttpAnswer make() throws IOException;
    }

    private HttpAnswer send(Exchange exchange) throws UnusableException {
        try {
            return exchange.make();
        } catch (SocketTimeoutException e) {
            throw failed(failures.late(TIMEOUT).text() + ".");
        } catch (IOException e) {
            throw failed(failures.verdict(e).text() + ". Does the shop run, and is --url its address?");
        }
    }

    private <T> T read(HttpAnswer response, Reading<T> reading) throws UnusableException {
        if (response.status() != 200) {
            throw failed(refusal(response));
        }
        try (JsonReader reader = Json.createReader(new StringReader(text(response)))) {
            return reading.of(reader.readObject());
        } catch (RuntimeException e) {
            throw failed("what answers is no status page of roi-filter (" + type(response) + "). " + toCorrect());
        }
    }

    private String refusal(HttpAnswer response) {
        int status = response.status();
        return switch (status) {
            case 301, 302, 303, 307, 308 ->
                "it leads to " + header(response, "Location")
                        + ": give that as --url, if it is the shop's status page.";
            case 401 ->
                password.isEmpty()
                        ? "it asks for the password of the status page; give a file with that (statusPassword) by --password-file."
                        : "the password in --password-file is wrong.";
            case 404 -> "there is nothing there (404). " + toCorrect();
            case 405 -> "what answers is no status page of roi-filter (405). " + toCorrect();
            case 429 -> "too many wrong passwords were tried; try again in " + header(response, "Retry-After") + " s.";
            default -> "it answers with HTTP status " + status + ". " + said(response);
        };
    }

    private static String toCorrect() {
        return "Correct --url: it is the shop's own address and its statusPath, such as"
                + " https://shop.example.com/roi-status, of a shop that runs, with this version of roi-filter.";
    }

    /** The page's own words; what else may answer has a page for people. */
    private static String said(HttpAnswer response) {
        return type(response).startsWith("text/plain") ? OneLine.of(text(response), MAX_SAID) : "";
    }

    private static String type(HttpAnswer response) {
        return header(response, "Content-Type").toLowerCase(Locale.ROOT);
    }

    private static String header(HttpAnswer response, String name) {
        return OneLine.of(response.header(name).orElse("no " + name), MAX_SAID);
    }

    private static String text(HttpAnswer response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private UnusableException failed(String why) {
        return new UnusableException((page + ": " + why).strip());
    }
}
