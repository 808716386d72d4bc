package io.roifilter.undeploy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.management.ObjectName;

/**
 * {@code Program tomcat|jetty WEBAPP WORK ROUNDS}: in each round deploys a shop, clicks and, if there is a cookie then,
 * orders, says {@code ordered N} and waits for a line on its standard input; undeploys the shop, and says
 * {@code PROBLEM …} for each thing that was left. At the end come the {@code WARNING}s of the log, ours and the server's.
 */
public final class Program {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Logger ROOT = Logger.getLogger("");

    private final List<LogRecord> warnings = new CopyOnWriteArrayList<>();
    private final WebServer server;
    private final Path webapp;
    private int port;

    private Program(WebServer server, Path webapp) {
        this.server = server;
        this.webapp = webapp;
    }

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[2]);
        WebServer server = arguments[0].equals("tomcat") ? new TomcatServer(work) : new JettyServer(work);
        new Program(server, Path.of(arguments[1])).run(Integer.parseInt(arguments[3]));
    }

    private void run(int rounds) throws Exception {
        catchWarnings();
        requireNoExpressionLanguage();
        port = server.start();
        for (int round = 1; round <= rounds; round++) {
            WeakReference<ClassLoader> loader = deployAndUse(round);
            server.undeploy();
            tellWhatIsLeft(loader);
        }
        server.stop();
        warnings.forEach(warning -> say("WARNING " + new SimpleFormatter().format(warning)));
        System.out.println("done");
    }

    private void catchWarnings() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new Handler() {
            @Override
            public void publish(LogRecord entry) {
                // Tomcat warns of a slow source of random numbers, which is the machine's affair.
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                        && !entry.getLoggerName().endsWith(".SessionIdGeneratorBase")) {
                    warnings.add(entry);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    /** The shop shall have none but the one in the jar. */
    private static void requireNoExpressionLanguage() {
        try {
            Class.forName("jakarta.el.ExpressionFactory");
            problem("the server has an Expression Language");
        } catch (ClassNotFoundException e) {
            // As it shall be.
        }
    }

    private WeakReference<ClassLoader> deployAndUse(int round) throws Exception {
        WeakReference<ClassLoader> loader = new WeakReference<>(server.deploy(webapp));
        HttpURLConnection click = get("/shop/?roi_data=echo3-619-295-1856", "");
        String cookie = click.getHeaderField("Set-Cookie");
        if (cookie != null) {
            get("/shop/thank-you?order=" + round, cookie.substring(0, cookie.indexOf(';')));
            System.out.println("ordered " + round);
            while (System.in.read() != '\n') {
                // One line says that the order has been delivered.
            }
        }
        return loader;
    }

    private HttpURLConnection get(String path, String cookie) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestProperty("Cookie", cookie);
        // An idle connection would keep hold of Jetty's last request, and so of the application.
        connection.setRequestProperty("Connection", "close");
        connection.setReadTimeout(30_000);
        String body = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.equals("thank you")) {
            problem("page " + path + " has: " + body);
        }
        return connection;
    }

    /** Threads may need a moment to end; Java 17's HTTP client ends its own when it is collected. */
    private static void tellWhatIsLeft(WeakReference<ClassLoader> loader) throws Exception {
        long deadline = System.nanoTime() + BOUND.toNanos();
        List<String> left = left(loader);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            left = left(loader);
        }
        left.forEach(Program::problem);
    }

    private static List<String> left(WeakReference<ClassLoader> loader) throws Exception {
        List<String> left = new ArrayList<>();
        if (loader.get() != null) {
            left.add("the class loader is still there");
        }
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("roi") || name.contains("HttpClient"))
                .forEach(name -> left.add("thread " + name));
        ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.roifilter*:*"), null)
                .forEach(name -> left.add("MBean " + name));
        return left;
    }

    private static void problem(String what) {
        say("PROBLEM " + what);
    }

    private static void say(String what) {
        System.out.println(what.strip().replaceAll("\\R", " | "));
    }
}
