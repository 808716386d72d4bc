package io.roifilter.container;

import static io.roifilter.testing.Eventually.assertEventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.roifilter.testing.JavaProcess;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of an executable jar, and somebody with a browser in it. */
final class BootShop implements AutoCloseable {
    private static final Pattern UP = Pattern.compile("up at (http://\\S+)");

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Path log;
    private final Process process;
    private final URI address;

    /**
     * Returns when it is up.
     *
     * @param command for Java
     * @param directory in which it works
     */
    BootShop(List<String> command, Path directory, Map<String, String> environment) throws Exception {
        log = directory.resolve("shop.log");
        List<String> all = new ArrayList<>(List.of("-Xmx256m"));
        all.addAll(command);
        ProcessBuilder builder = JavaProcess.of(all).directory(directory.toFile());
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertEventually(true, () -> !process.isAlive() || UP.matcher(log()).find());
            Matcher up = UP.matcher(log());
            assertTrue(up.find(), this::log);
            address = URI.create(up.group(1));
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Stops it as an operator does. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), BodyHandlers.ofString());
    }
}
