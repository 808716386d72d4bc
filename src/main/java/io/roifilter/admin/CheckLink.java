package io.roifilter.admin;

import io.roifilter.api.Failures;
import io.roifilter.api.RoiData;
import io.roifilter.http.BlockingHttpClient;
import io.roifilter.http.Hop;
import io.roifilter.http.HttpAnswer;
import io.roifilter.http.OutgoingWay;
import io.roifilter.http.UnsentException;
import io.roifilter.text.QueryString;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens a link as from an email, as a browser does: whether the click is kept, or a redirect on the way drops it. */
final class CheckLink {
    private static final int MAX_REDIRECTS = 10;
    private static final Pattern DOMAIN = Pattern.compile("(?i)Domain=\\.?([^;]+)");
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** A page is read to its end, so that its server need not see a broken connection. */
    private static final BlockingHttpClient.Limits LIMITS = new BlockingHttpClient.Limits(TIMEOUT, TIMEOUT, 1 << 24);

    private static final Map<String, String> HEADERS =
            Map.of("User-Agent", "Mozilla/5.0 (roi-filter doctor)", "Accept", "text/html,*/*;q=0.8");

    private final DoctorReport report;
    private final String assignment;
    private final String cookie;
    private final OutgoingWay own = OutgoingWay.ofThisProcess();
    private final OutgoingWay endpoints;

    /**
     * @param endpoints by which the endpoint is reached, and perhaps the shop, too
     * @param parameter the name of the link's query parameter
     * @param cookie that of the cookie
     */
    CheckLink(DoctorReport report, OutgoingWay endpoints, String parameter, String cookie) {
        this.endpoints = endpoints;
        this.report = report;
        this.assignment = parameter + "=";
        this.cookie = cookie;
    }

    /** @param link is given a click by {@code roi_data=test}, of which nothing is reported */
    void check(URI link) {
        URI at = withClick(link);
        try {
            for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
                HttpAnswer answer = opened(at);
                Optional<String> kept = answer.headers().all("Set-Cookie").stream()
                        .filter(header -> header.startsWith(cookie + "=") && !header.startsWith(cookie + "=;"))
                        .findFirst();
                if (kept.isPresent()) {
                    kept(at, kept.get());
                    return;
                }
                Optional<URI> next = redirect(at, answer);
                if (next.isEmpty() || isDropped(at, next.get())) {
                    return;
                }
                at = next.get();
            }
            report.wrong("link: " + withClick(link) + " redirects without end: correct it, or the shop");
        } catch (IOException e) {
            Failures failures = new Failures(at, "--link", own, TIMEOUT);
            report.wrong(
                    "link: " + at + " cannot be opened: " + failures.verdict(e).text());
        } catch (IllegalArgumentException e) {
            report.wrong("link: " + at + " leads to no address (" + e + "): correct it");
        }
    }

    private URI withClick(URI link) {
        String text = link.toString().replaceFirst("#.*", "");
        int start = QueryString.nextValue(link.getRawQuery(), assignment, 0);
        if (start < 0) {
            return URI.create(text + (link.getRawQuery() == null ? "?" : "&") + assignment + RoiData.TEST);
        }
        int value = text.indexOf('?') + 1 + start; // somebody's own, which nobody need see
        return URI.create(
                text.substring(0, value) + RoiData.TEST + text.substring(value).replaceFirst("^[^&]*", ""));
    }

    private void kept(URI at, String header) {
        String scope = header.replaceFirst("^[^;]*;? *", "");
        Matcher domain = DOMAIN.matcher(scope);
        if (domain.find() && !("." + at.getHost()).toLowerCase(Locale.ROOT).endsWith("." + domain.group(1))) {
            report.wrong("link: browsers drop the cookie that " + at + " sets, as its host is not in cookieDomain = "
                    + domain.group(1) + ": correct cookieDomain, or take it out");
        } else if (scope.contains("; Secure") && at.getScheme().equalsIgnoreCase("http")) {
            report.wrong(
                    "link: browsers drop the cookie that " + at + " sets, as it is Secure: have links lead to https,"
                            + " or take out cookieSameSite if it is None");
        } else {
            report.ok("link: the click is kept at " + at + ", in the cookie " + cookie + " (" + scope + ")");
        }
    }

    /** As a browser on this machine would; if that is not let out, by the endpoint's proxy. */
    private HttpAnswer opened(URI at) throws IOException {
        if (at.getHost() == null) {
            throw new IllegalArgumentException("no host");
        }
        try {
            return opened(at, own);
        } catch (UnsentException e) {
            if (endpoints.to(at).source() != Hop.Source.SETTING) {
                throw e;
            }
            return opened(at, endpoints);
        }
    }

    private static HttpAnswer opened(URI at, OutgoingWay way) throws IOException {
        try (BlockingHttpClient client = new BlockingHttpClient(at, way, LIMITS, "doctor")) {
            return client.get(BlockingHttpClient.target(at), HEADERS);
        }
    }

    /** Where it goes on; says it if it does not. */
    private Optional<URI> redirect(URI at, HttpAnswer answer) {
        Optional<URI> next =
                answer.status() / 100 == 3 ? answer.header("Location").map(at::resolve) : Optional.empty();
        if (next.isEmpty()) {
            report.wrong("link: " + at + " answers with status " + answer.status()
                    + " and keeps no click: no RoiCaptureFilter is asked there, as it is missing, switched off (the log and"
                    + " the status page say so), mapped elsewhere than on /*, or behind a filter that answers; or consent is"
                    + " not true for a visitor who has just come");
        }
        return next;
    }

    private boolean isDropped(URI at, URI next) {
        boolean isDropped = QueryString.nextValue(next.getRawQuery(), assignment, 0) < 0;
        if (isDropped) {
            report.wrong("link: " + at + " redirects to " + next + " and drops " + assignment.replace("=", "")
                    + ", before a RoiCaptureFilter has kept the click: have that redirect keep the query, have links lead"
                    + " to " + next + " itself, or map RoiCaptureFilter on /* before what redirects");
        }
        return isDropped;
    }
}
