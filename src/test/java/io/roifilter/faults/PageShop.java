package io.roifilter.faults;

import io.roifilter.testing.Container;
import io.roifilter.testing.FreePort;
import io.roifilter.testing.JavaProcess;
import io.roifilter.testing.TestShop;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The pages of a shop on a real server, in a process of its own that can be killed. The filters are mounted as users do
 * it, and have their settings at the defaults but for those that a test is about.
 */
final class PageShop {
    /** A page without an order, on which there is no filter. */
    static final String OTHER_PAGE = "/shop/pages/small";

    /** In the log when the shop finds, behind our filter, a thread that is no longer interrupted. */
    static final String FLAG_LOST = "the interrupt is lost";

    private static final Duration BOUND = Duration.ofSeconds(120);

    private final Process process;
    private final int port;
    private final Path log;

    private PageShop(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts it, and returns when it can be reached: its outbox may not be open yet.
     *
     * @param interrupted whether our filter and the shop run on threads whose interrupt flag is set
     * @param directory the server's; outboxes of files are there, too
     * @param outbox the JDBC URL of a shared outbox, or the directory of one in files
     * @param settings more of them, {@code name=value}
     */
    static PageShop start(
            Container container,
            boolean interrupted,
            Path directory,
            String outbox,
            URI endpoint,
            Path log,
            String... settings)
            throws IOException {
        int port = FreePort.find();
        List<String> arguments = new ArrayList<>(List.of(
                container.name(),
                String.valueOf(port),
                String.valueOf(interrupted),
                directory.toString(),
                "endpoint=" + endpoint,
                outbox.startsWith("jdbc:") ? "outbox=" + outbox : "outboxDirectory=" + outbox));
        arguments.addAll(List.of(settings));
        Process process = JavaProcess.of(List.of("-Xmx256m"), PageShop.class, arguments.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        PageShop shop = new PageShop(process, port, log);
        shop.awaitReachable();
        return shop;
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Without waiting for its end. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    void awaitEnd() {
        process.onExit().join();
    }

    /** The address of a page with an order. */
    static String order(Answer answer, String orderId) {
        return "/shop/order/" + answer + "?order=" + orderId + "&roi_data=echo3-619-295-1856";
    }

    public static void main(String[] arguments) throws Exception {
        TestShop shop = new TestShop(Container.valueOf(arguments[0]), Path.of(arguments[3]))
                .port(Integer.parseInt(arguments[1]))
                .setting("acceptTimeout", null)
                .setting("apiKey", "key")
                .setting("sharedSecret", "secret")
                .setting("orderId", "${param.order}")
                .setting("amount", "${order.total}")
                .setting("confirmation", "/order/*")
                .setting("capture", "false");
        for (String setting : Arrays.asList(arguments).subList(4, arguments.length)) {
            String[] parts = setting.split("=", 2);
            shop.setting(parts[0], parts[1]);
        }
        if (Boolean.parseBoolean(arguments[2])) {
            shop.filter("interrupting", PageShop::interrupt, Map.of(), "/*");
        }
        shop.initializer()
                .page("/order/*", PageShop::answer)
                .page("/pages/*", PageShop::answer)
                .start();
    }

    private void awaitReachable() throws IOException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (!isAlive() || System.nanoTime() > deadline) {
                    kill();
                    throw new IOException("the shop does not start: " + Files.readString(log), e);
                }
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.setAttribute("order", Map.of("total", "152.99"));
        Object included = request.getAttribute("jakarta.servlet.include.servlet_path");
        Object mapped = included == null ? request.getServletPath() : included;
        Object path =
                included == null ? request.getPathInfo() : request.getAttribute("jakarta.servlet.include.path_info");
        if (mapped.equals("/order")) {
            Answer.valueOf(path.toString().substring(1)).give(request, response);
        } else {
            Answer.givePage(mapped + "" + path, response);
        }
    }

    /** Code of the shop's, or of its server's, that leaves an interrupt behind. */
    private static void interrupt(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Thread.currentThread().interrupt();
        chain.doFilter(request, response);
        if (!Thread.interrupted()) {
            System.err.println(FLAG_LOST);
        }
    }
}
