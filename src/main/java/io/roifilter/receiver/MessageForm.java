package io.roifilter.receiver;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiResponse;
import io.roifilter.api.MalformedXmlException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;

/** How a message travels: the API's XML in a form field, or our own JSON. */
enum MessageForm {
    /** XML as the form field {@code data}; answered as a document. */
    XML("application/x-www-form-urlencoded", "text/xml;charset=UTF-8") {
        @Override
        ApiRequest read(RequestBody body, JsonMessages json) throws RefusedRequestException {
            try {
                return ApiRequest.fromXml(body.field("data"));
            } catch (MalformedXmlException e) {
                throw malformed("The form field \"data\" is no message of this API: " + e.getMessage());
            }
        }

        @Override
        String write(ApiResponse response, JsonMessages json) {
            return response.toXml();
        }
    },

    /** JSON as the whole body. */
    JSON("application/json", "application/json") {
        @Override
        ApiRequest read(RequestBody body, JsonMessages json) throws RefusedRequestException {
            try {
                return json.read(body.text());
            } catch (MalformedJsonException e) {
                throw malformed(e.getMessage());
            }
        }

        @Override
        String write(ApiResponse response, JsonMessages json) {
            return json.write(response);
        }
    };

    private final String requestType;
    private final String answerType;

    MessageForm(String requestType, String answerType) {
        this.requestType = requestType;
        this.answerType = answerType;
    }

    /**
     * The form that requests of this {@code Content-Type} have, whatever its parameters; empty if it is none of ours.
     */
    static Optional<MessageForm> ofContentType(String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        for (MessageForm form : values()) {
            if (form.requestType.equalsIgnoreCase(type)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    /** The form that a {@code response_type} asks for; empty if it is not served. */
    static Optional<MessageForm> ofResponseType(String responseType) {
        return switch (responseType.toLowerCase(Locale.ROOT)) {
            case "xml" -> Optional.of(XML);
            case "json" -> Optional.of(JSON);
            default -> Optional.empty();
        };
    }

    /** Reads a request's message. */
    abstract ApiRequest read(RequestBody body, JsonMessages json) throws RefusedRequestException;

    /** Writes an answer. */
    abstract String write(ApiResponse response, JsonMessages json);

    /** The {@code Content-Type} of an answer. */
    String answerType() {
        return answerType;
    }

    private static RefusedRequestException malformed(String message) {
        return new RefusedRequestException(HttpServletResponse.SC_BAD_REQUEST, message);
    }
}
