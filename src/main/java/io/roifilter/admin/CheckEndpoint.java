package io.roifilter.admin;

import io.roifilter.api.ApiClient;
import io.roifilter.api.Credentials;
import io.roifilter.api.EndpointProbe;
import io.roifilter.config.Resolution;
import io.roifilter.config.Settings;
import io.roifilter.http.Hop;
import io.roifilter.http.OutgoingWay;
import io.roifilter.http.ServerAddress;
import io.roifilter.http.UnusableProxyException;
import io.roifilter.text.Durations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** From the name of the endpoint's host to its word on our key, until something is wrong. */
final class CheckEndpoint {
    private static final Duration MUCH = Duration.ofMinutes(2);

    private final DoctorReport report;
    private final Clock clock;

    CheckEndpoint(DoctorReport report, Clock clock) {
        this.report = report;
        this.clock = clock;
    }

    void check(Resolution settings) throws InterruptedException {
        Optional<URI> endpoint = settings.value(Settings.ENDPOINT);
        if (endpoint.isEmpty()) {
            report.skipped("the endpoint cannot be tried before endpoint is set");
            return;
        }
        OutgoingWay way = settings.way();
        Duration timeout = settings.value(Settings.CONNECT_TIMEOUT).orElse(Duration.ofSeconds(5));
        if (reaches(endpoint.get(), way, timeout)) {
            call(endpoint.get(), way, timeout, settings);
        }
    }

    /** The first connection of the way. Behind a proxy, the endpoint's name need not be known here, nor its port be open. */
    private boolean reaches(URI endpoint, OutgoingWay way, Duration timeout) {
        Hop hop;
        try {
            hop = way.to(endpoint);
        } catch (UnusableProxyException e) {
            report.wrong("proxy: " + e.getMessage() + ": correct it, or set proxy");
            return false;
        }
        if (hop.proxy().isPresent()) {
            report.ok("endpoint: by way of the proxy " + hop.proxy().get() + origin(hop));
            return true;
        }
        return connects(endpoint, timeout);
    }

    private static String origin(Hop hop) {
        return hop.source() == Hop.Source.SETTING
                ? " (proxy)"
                : ", by " + hop.name() + ", here; the server must be told so, too, or set proxy";
    }

    private boolean connects(URI endpoint, Duration timeout) {
        String host = ServerAddress.host(endpoint);
        int port = ServerAddress.port(endpoint);
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
            report.ok("endpoint: " + host + " is " + address.getHostAddress());
        } catch (UnknownHostException e) {
            report.wrong("endpoint: the name " + host
                    + " is unknown here: correct endpoint, or this machine's name server" + " (DNS), or set proxy");
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
            report.ok("endpoint: port " + port + " takes connections");
            return true;
        } catch (IOException e) {
            report.wrong("endpoint: " + host + ":" + port + " cannot be reached: " + e.getMessage()
                    + ". Correct endpoint, or"
                    + " have the firewall let this machine out, or set proxy");
            return false;
        }
    }

    private void call(URI endpoint, OutgoingWay way, Duration timeout, Resolution settings)
            throws InterruptedException {
        Optional<String> key = settings.value(Settings.API_KEY);
        Optional<String> secret = settings.value(Settings.SHARED_SECRET);
        EndpointProbe.Result result;
        try (ApiClient client = new ApiClient(
                endpoint,
                way,
                new Credentials(key.orElse(""), secret.orElse("")),
                timeout,
                settings.value(Settings.REQUEST_TIMEOUT).orElse(Duration.ofSeconds(15)),
                "doctor",
                clock)) {
            result = new EndpointProbe(client, clock).run();
        }
        ProbedEndpoint probed = ProbedEndpoint.of(result);
        if (result.kind() == EndpointProbe.Kind.LOGIN && (key.isEmpty() || secret.isEmpty())) {
            report.skipped("apiKey and sharedSecret cannot be tried before both are set");
        } else if (probed.isWell()) {
            report.ok(probed.text());
        } else {
            report.wrong(probed.text());
        }
        result.ahead().ifPresent(this::clock);
    }

    /** Which day an order is of, and whether a certificate is valid, are by this machine's clock. */
    private void clock(Duration ahead) {
        if (ahead.abs().compareTo(MUCH) > 0) {
            report.wrong("clock: this machine's is " + Durations.text(ahead.abs())
                    + (ahead.isNegative() ? " ahead of" : " behind")
                    + " the endpoint's, so that orders may be reported for another day: set it by NTP");
        } else {
            report.ok("clock: as the endpoint's, to within " + (ahead.abs().toSeconds() + 1) + "s");
        }
    }
}
