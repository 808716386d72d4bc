package io.roifilter.http;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The proxy makes no connection to the server; the message is its answer. */
public final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String schemes;

    private ProxyRefusedException(int status, String answer, String schemes) {
        super(answer);
        this.status = status;
        this.schemes = schemes;
    }

    static ProxyRefusedException of(AnswerReader.Head answer) {
        List<String> challenges = answer.headers().all("Proxy-Authenticate");
        return new ProxyRefusedException(
                answer.status(),
                "HTTP status " + answer.statusLine(),
                challenges.stream()
                        .map(challenge -> challenge.strip().replaceFirst("[\\s,].*", ""))
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    /** The HTTP status of its answer. */
    public int status() {
        return status;
    }

    /** By which schemes it wants to be told who we are, such as {@code Negotiate, NTLM}; empty if it does not say. */
    public String schemes() {
        return schemes;
    }

    /** Whether it would take a user and a password, as far as it says. */
    public boolean takesPassword() {
        return schemes.isEmpty() || schemes.matches("(?i)(.*, )?Basic(, .*)?");
    }
}
