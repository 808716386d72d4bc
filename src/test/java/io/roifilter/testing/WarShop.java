package io.roifilter.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/**
 * A shop in a framework, on Tomcat: an application with its own class loader, the -all.jar and the framework in it. It has one
 * visitor, with a click, who follows redirects and keeps cookies.
 */
public final class WarShop implements AutoCloseable {
    private final Path directory;
    private final Path shop;
    private final LoopbackEndpoint endpoint = new LoopbackEndpoint();
    private final Tomcat tomcat = new Tomcat();
    private final CookieManager cookies = new CookieManager();
    private final HttpClient visitor = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(Redirect.NORMAL)
            .build();

    /** @param directory of its own, empty */
    public WarShop(Path directory) throws IOException {
        this.directory = directory;
        shop = directory.resolve("shop");
        library(Path.of(System.getProperty("allJar")));
    }

    /** With the libraries that the build has put into this directory. */
    public WarShop framework(String name) throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("frameworks"), name))) {
            for (Path jar : jars.toList()) {
                library(jar);
            }
        }
        return this;
    }

    /** With the libraries that these classes of the tests' own class path are in. */
    public WarShop librariesOf(Class<?>... types) throws Exception {
        for (Class<?> type : types) {
            library(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return this;
    }

    private void library(Path jar) throws IOException {
        Path libraries = Files.createDirectories(shop.resolve("WEB-INF/lib"));
        Files.copy(jar, libraries.resolve(jar.getFileName()));
    }

    /** With these classes in it. */
    public WarShop classes(Class<?>... types) throws IOException {
        for (Class<?> type : types) {
            String file = type.getName().replace('.', '/') + ".class";
            Path copy = shop.resolve("WEB-INF/classes").resolve(file);
            Files.createDirectories(copy.getParent());
            Files.write(copy, type.getResourceAsStream("/" + file).readAllBytes());
        }
        return this;
    }

    /** With this in it. */
    public WarShop file(String name, String text) throws IOException {
        Path file = shop.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Starts it with these settings and what leads to the endpoint. */
    public WarShop start(Map<String, String> recipe) throws LifecycleException {
        Map<String, String> settings = new HashMap<>(recipe);
        settings.put("endpoint", endpoint.uri().toString());
        settings.put("apiKey", "key");
        settings.put("sharedSecret", "secret");
        settings.put("outboxDirectory", directory.resolve("outbox").toString());
        tomcat.setBaseDir(directory.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addWebapp("/shop", shop.toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // which is that of the tests
        context.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
                settings.forEach((name, value) -> {
                    if (context.findParameter("roi." + name) == null) {
                        context.addParameter("roi." + name, value);
                    }
                });
            }
        });
        tomcat.start();
        HttpCookie click = new HttpCookie("roi_data", Clicks.inCookie(Clicks.CLICK));
        click.setVersion(0); // which has no quotes
        click.setPath("/");
        cookies.getCookieStore().add(uri("/"), click);
        return this;
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop" + path);
    }

    /** Opens a page. */
    public HttpResponse<String> open(String path) throws IOException, InterruptedException {
        return visitor.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    /** Sends a form to the page that it is in. */
    public HttpResponse<String> send(HttpResponse<?> page, Map<String, String> form, String... headers)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(page.uri())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return visitor.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Of each order that has been reported so far its id and amount. */
    public List<String> reported() {
        return endpoint.received().stream()
                .flatMap(received -> received.message().calls().stream())
                .map(call -> call.arguments().get("order_id") + " "
                        + call.arguments().get("amount"))
                .toList();
    }

    @Override
    public void close() throws LifecycleException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } finally {
            endpoint.close();
        }
    }
}
