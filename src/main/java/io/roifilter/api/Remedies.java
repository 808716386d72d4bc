package io.roifilter.api;

import io.roifilter.http.Hop;
import io.roifilter.http.ProxyRefusedException;
import io.roifilter.http.ProxyUnreachableException;
import io.roifilter.http.UnusableProxyException;
import io.roifilter.text.Thrown;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What a person can do when no connection comes about: which setting, or which file, to look at. Immutable. */
final class Remedies {
    private final String setting;

    /** @param setting where the address comes from */
    Remedies(String setting) {
        this.setting = setting;
    }

    /** @param hop empty if the proxy cannot be told */
    String of(Throwable failure, Optional<Hop> hop) {
        Optional<Hop> proxy = hop.filter(first -> first.proxy().isPresent());
        if (Thrown.any(failure, UnusableProxyException.class::isInstance)) {
            return "correct the variable, or set proxy";
        }
        if (failure.getCause() instanceof ProxyRefusedException refused) {
            return ofRefusal(refused, hop.orElseThrow());
        }
        if (Thrown.any(failure, ProxyUnreachableException.class::isInstance)) {
            return "correct " + proxy.map(Hop::name).orElse("proxy") + ", or see to the proxy";
        }
        if (Thrown.any(failure, Remedies::isOfCertificate)) {
            return ofCertificate(proxy.isPresent());
        }
        if (Thrown.any(failure, SSLException.class::isInstance)) {
            return "correct " + setting;
        }
        return Thrown.any(failure, UnknownHostException.class::isInstance)
                ? "correct " + setting + " or this machine's name server, or set proxy"
                : "correct " + setting + ", have the firewall let this machine out, or set proxy";
    }

    static boolean isOfCertificate(Throwable e) {
        return e instanceof CertificateException || e instanceof CertPathBuilderException;
    }

    private static String ofRefusal(ProxyRefusedException refused, Hop hop) {
        if (refused.status() != 407) {
            return "have the proxy let this machine through to the host and port, or correct " + hop.name();
        }
        if (!refused.takesPassword()) {
            return "it asks for " + refused.schemes()
                    + ", and only Basic is spoken here: have it take Basic, or let this machine through without a login";
        }
        return switch (hop.source()) {
            case SETTING -> (hop.hasLogin() ? "correct" : "give") + " proxyUser and the password in proxyPasswordFile";
            case ENVIRONMENT ->
                "correct user and password in " + hop.name()
                        + ", as in http://USER:PASSWORD@HOST:PORT, or set proxy, proxyUser and proxyPasswordFile";
            default -> "set proxy, proxyUser and proxyPasswordFile: " + hop.name() + " have no password";
        };
    }

    private static String ofCertificate(boolean byProxy) {
        return (byProxy ? "a proxy that opens TLS signs by itself; " : "correct it, or ") + "import who signed it into "
                + trustStore() + ", by keytool -importcert";
    }

    /** Where the JDK looks, by its Reference Guide to JSSE. */
    private static String trustStore() {
        String set = System.getProperty("javax.net.ssl.trustStore", "");
        if (!set.isEmpty()) {
            return set;
        }
        Path security = Path.of(System.getProperty("java.home"), "lib", "security");
        Path own = security.resolve("jssecacerts");
        return (Files.exists(own) ? own : security.resolve("cacerts")).toString();
    }
}
