package io.roifilter.http;

import java.util.Optional;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param body as it was sent, without what its transfer has put around it; compressed, if it was
 */
public record HttpAnswer(int status, HttpHeaders headers, byte[] body) {
    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }
}
