package io.roifilter.receiver;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiRequest.Call;
import io.roifilter.api.ApiResponse;
import io.roifilter.api.ApiResponse.Item;
import io.roifilter.api.Credentials;
import io.roifilter.receiver.received.AcceptedOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The methods of the API: what is said to a message that calls them, and which orders are to be stored before that may be
 * said. Thread-safe; touches nothing outside.
 */
final class ApiMethods {
    private final Credentials credentials;
    private final Map<String, ApiMethod> methods;

    /** @param credentials what callers must have */
    ApiMethods(Credentials credentials, List<ApiMethod> methods) {
        this.credentials = credentials;
        this.methods = methods.stream().collect(Collectors.toUnmodifiableMap(ApiMethod::name, Function.identity()));
    }

    /**
     * What became of a message.
     *
     * @param answer true only once the accepted orders are stored
     * @param accepted the orders of the calls answered 201, in the order of their calls
     */
    record Outcome(ApiResponse answer, List<AcceptedOrder> accepted) {}

    /** Executes the calls of a message one after another; up to the first that fails, unless it says no_halt. */
    Outcome execute(ApiRequest message) {
        if (!authentic(message.credentials())) {
            return refused(AnswerItems.couldNotAuthenticate());
        }
        if (message.calls().isEmpty()) {
            return refused(AnswerItems.noCalls());
        }
        List<Item> items = new ArrayList<>();
        List<AcceptedOrder> accepted = new ArrayList<>();
        boolean halted = false;
        for (int i = 0; i < message.calls().size() && !halted; i++) {
            ApiMethod.Result result = execute(message.calls().get(i));
            items.add(AnswerItems.numbered(result.item(), i + 1));
            result.accepted().ifPresent(accepted::add);
            halted = result.accepted().isEmpty() && !message.noHalt();
        }
        return new Outcome(
                new ApiResponse(AnswerItems.withTotals(items, message.calls().size(), accepted.size())), accepted);
    }

    private ApiMethod.Result execute(Call call) {
        ApiMethod method = methods.get(call.methodName());
        return method == null
                ? ApiMethod.Result.failed(AnswerItems.incorrectAction(call.methodName()))
                : method.execute(call.arguments());
    }

    /** Compares in the same time whatever is wrong: digests have one length, and both are always compared. */
    private boolean authentic(Credentials given) {
        return same(credentials.apiKey(), given.apiKey()) & same(credentials.sharedSecret(), given.sharedSecret());
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(digest(expected), digest(given));
    }

    private static byte[] digest(String text) {
        return DigestUtils.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome refused(Item item) {
        return new Outcome(new ApiResponse(List.of(item)), List.of());
    }
}
