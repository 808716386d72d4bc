package io.roifilter.admin;

import io.roifilter.api.EndpointProbe;

/**
 * What came of trying the endpoint, in words for an operator. Immutable.
 *
 * @param isWell whether orders will be taken
 * @param text begins with the setting, or settings, that it is about; else what to do is in it
 */
public record ProbedEndpoint(boolean isWell, String text) {
    static ProbedEndpoint of(EndpointProbe.Result result) {
        return new ProbedEndpoint(result.kind() == EndpointProbe.Kind.WELL, text(result));
    }

    private static String text(EndpointProbe.Result result) {
        return switch (result.kind()) {
            case WELL ->
                "endpoint: takes roi.insert of this account (tried by a call without an order, which it refused: "
                        + result.text() + ")";
            case UNREACHED -> "endpoint: " + result.text();
            case LOGIN ->
                "apiKey, sharedSecret: the endpoint refuses them (" + result.text()
                        + "): correct them, and have this machine's address put on the account's allow list";
            case METHOD -> "apiKey: the account may not call roi.insert (" + result.text() + "): have it allowed there";
            case OTHER ->
                "endpoint: what answers is not the API, or not well: " + result.text()
                        + ". Compare endpoint with the address that the account was given";
        };
    }
}
