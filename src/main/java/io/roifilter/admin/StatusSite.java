package io.roifilter.admin;

import io.roifilter.api.BoundedBody;
import io.roifilter.api.Failures;
import io.roifilter.text.OneLine;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    private final HttpClient client;

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
        failures = new Failures(page, CONNECT_TIMEOUT);
        // A redirect would take the password to where nobody typed that it should go.
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /**
     * Reads.
     *
     * @param below what follows the address of the page
     * @throws UnusableException if there is nothing to read
     */
    public <T> T get(String below, Reading<T> reading) throws UnusableException {
        return read(send(request(below).GET()), reading);
    }

    /**
     * Has something done.
     *
     * @param form as browsers send it
     * @throws UnusableException if it is not known to have been done
     */
    public <T> T post(String below, String form, Reading<T> reading) throws UnusableException {
        try {
            return read(
                    send(request(below)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))),
                    reading);
        } catch (UnusableException e) {
            throw new UnusableException(e.getMessage() + " What was done, list shows; the command can be run again.");
        }
    }

    @Override
    public String toString() {
        return page;
    }

    private HttpRequest.Builder request(String below) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page + below))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("User-Agent", "roi-filter");
        password.ifPresent(word -> request.header(
                "Authorization",
                "Basic "
                        + Base64.getEncoder().encodeToString(("roi-filter:" + word).getBytes(StandardCharsets.UTF_8))));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws UnusableException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request.build(), head -> new BoundedBody(MAX_BYTES));
        try {
            return exchange.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failed(failures.verdict(e.getCause()).text() + ". Does the shop run, and is --url its address?");
        } catch (TimeoutException e) {
            throw failed(failures.late(TIMEOUT).text() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted.");
        } finally {
            exchange.cancel(true);
        }
    }

    private <T> T read(HttpResponse<byte[]> response, Reading<T> reading) throws UnusableException {
        if (response.statusCode() != 200) {
            throw failed(refusal(response));
        }
        try (JsonReader reader = Json.createReader(new StringReader(text(response)))) {
            return reading.of(reader.readObject());
        } catch (RuntimeException e) {
            throw failed("what answers is no status page of roi-filter (" + type(response) + "). " + toCorrect());
        }
    }

    private String refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
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
    private static String said(HttpResponse<byte[]> response) {
        return type(response).startsWith("text/plain") ? OneLine.of(text(response), MAX_SAID) : "";
    }

    private static String type(HttpResponse<byte[]> response) {
        return header(response, "Content-Type").toLowerCase(Locale.ROOT);
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return OneLine.of(response.headers().firstValue(name).orElse("no " + name), MAX_SAID);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private UnusableException failed(String why) {
        return new UnusableException((page + ": " + why).strip());
    }
}
