package io.roifilter.api;

import io.roifilter.http.Hop;
import io.roifilter.http.OutgoingWay;
import io.roifilter.http.ProxyRefusedException;
import io.roifilter.http.ProxyUnreachableException;
import io.roifilter.http.ServerAddress;
import io.roifilter.http.UnsentException;
import io.roifilter.http.UnusableProxyException;
import io.roifilter.text.Durations;
import io.roifilter.text.Thrown;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * What it means that an exchange failed, in words for whoever has to see to it: which host and port, by way of which proxy,
 * and what the trouble is. Immutable.
 */
public final class Failures {
    private final URI endpoint;
    private final OutgoingWay way;
    private final Remedies remedies;
    private final Duration connectTimeout;

    /**
     * @param setting where the address comes from, for whoever has to correct it
     * @param way by which it is reached
     * @param connectTimeout how long a connection was waited for
     */
    public Failures(URI endpoint, String setting, OutgoingWay way, Duration connectTimeout) {
        this.endpoint = endpoint;
        this.way = way;
        this.connectTimeout = connectTimeout;
        remedies = new Remedies(setting);
    }

    /** Of a POST whose answer has not ended in time. */
    public Verdict.Retry late(Duration timeout) {
        return new Verdict.Retry("no complete answer within " + Durations.text(timeout));
    }

    /** Of whatever else was thrown instead of an answer. */
    public Verdict.Retry verdict(IOException failure) {
        Optional<String> unsent = whyUnsent(failure);
        return unsent.isPresent()
                ? new Verdict.Retry(
                        "cannot reach " + where() + ": " + unsent.get() + " (" + remedies.of(failure, hop()) + ")",
                        Duration.ZERO,
                        true,
                        isOnThisSide(failure))
                : new Verdict.Retry("no whole answer from " + where() + ": " + words(failure));
    }

    /** Host and port, whatever scheme has a port of its own. */
    private String where() {
        return endpoint.getHost() + ":" + ServerAddress.port(endpoint)
                + hop().flatMap(Hop::proxy)
                        .map(at -> " by way of the proxy " + at)
                        .orElse("");
    }

    /** Such trouble lasts until a person has mended it, and says nothing of the endpoint. */
    private static boolean isOnThisSide(IOException failure) {
        return Thrown.any(
                failure,
                e -> e instanceof UnusableProxyException
                        || e instanceof ProxyUnreachableException
                        || e instanceof ProxyRefusedException
                        || e instanceof UnknownHostException
                        || Remedies.isOfCertificate(e));
    }

    /** Why the endpoint has not seen the POST, if it has not. */
    private Optional<String> whyUnsent(IOException failure) {
        if (Thrown.any(failure, SSLException.class::isInstance)) {
            boolean isUnsent = failure instanceof UnsentException || isHandshake(failure);
            return isUnsent ? Optional.of(tls(failure)) : Optional.empty();
        }
        return failure instanceof UnsentException ? Optional.of(why(failure.getCause())) : Optional.empty();
    }

    private String why(Throwable failure) {
        if (failure instanceof ProxyUnreachableException) {
            return whyProxy(failure.getCause());
        }
        if (failure instanceof UnknownHostException) {
            return "the name of the host is unknown here";
        }
        if (failure instanceof SocketTimeoutException) {
            String kind = ServerAddress.isSecure(endpoint) ? "no secure connection" : "no connection";
            return kind + " within " + Durations.text(connectTimeout);
        }
        if (failure instanceof ProxyRefusedException) {
            return "the proxy refuses: " + failure.getMessage();
        }
        String words = words(failure);
        return words.isEmpty() || words.startsWith("Connection refused") ? "connection refused" : words;
    }

    private String whyProxy(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "the name of the proxy's host is unknown here";
        }
        if (failure instanceof SocketTimeoutException) {
            return "no connection to the proxy within " + Durations.text(connectTimeout);
        }
        String words = words(failure);
        return "the proxy cannot be reached: "
                + (words.isEmpty() || words.startsWith("Connection refused") ? "connection refused" : words);
    }

    /** A server may say only after the handshake that it does not like ours. */
    private static boolean isHandshake(Throwable failure) {
        return Thrown.any(
                failure,
                e -> e instanceof SSLHandshakeException
                        || e instanceof CertificateException
                        || String.valueOf(e.getMessage()).contains("nrecognized SSL message")
                        || String.valueOf(e.getMessage()).contains("fatal alert"));
    }

    private static String tls(Throwable failure) {
        String words = Thrown.words(failure);
        String trouble = "no secure connection (TLS)";
        if (Thrown.any(failure, e -> e instanceof CertificateExpiredException)) {
            trouble = "its certificate has expired";
        } else if (Thrown.any(failure, e -> e instanceof CertificateNotYetValidException)) {
            trouble = "its certificate is not valid yet, or the clock of this machine is wrong";
        } else if (words.contains("unable to find valid certification path")) {
            trouble = "its certificate is by nobody whom this Java trusts";
        } else if (words.startsWith("No name matching") || words.startsWith("No subject alternative")) {
            trouble = "its certificate is for another name";
        } else if (words.contains("nrecognized SSL message")) {
            trouble = "it does not speak TLS on this port";
        }
        return trouble + ": " + words;
    }

    /** The innermost cause that has something to say. */
    private static String words(Throwable failure) {
        String innermost = Thrown.words(failure);
        String outermost = String.valueOf(failure.getMessage());
        if (!innermost.isEmpty()) {
            return innermost;
        }
        return outermost.equals("null") ? "" : outermost;
    }

    private Optional<Hop> hop() {
        try {
            return Optional.of(way.to(endpoint));
        } catch (UnusableProxyException e) {
            return Optional.empty(); // as the exchange has said
        }
    }
}
