package io.roifilter.receiver;

import io.roifilter.api.ApiResponse.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What any method's answer can have for items, in the API's words. */
final class AnswerItems {
    private static final String MISSING_VARIABLES = "Missing variables";

    /** Other names are not repeated in the answer: they may be anything. */
    private static final Pattern METHOD_NAME = Pattern.compile("[A-Za-z0-9_.]{1,64}");

    private AnswerItems() {}

    /** Says what became of a call by a code of its method. */
    static Item coded(String methodName, String code, String text, Map<String, String> data) {
        return new Item(methodName, code, text, "", data, "", Map.of());
    }

    static Item incorrectAction(String methodName) {
        String shown = METHOD_NAME.matcher(methodName).matches() ? methodName : "";
        return error(shown, "Incorrect Action Specified", Map.of());
    }

    /** @param problems by argument, empty for one that is just not there */
    static Item missingVariables(String methodName, Map<String, String> problems) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("missing_vars", String.join(",", problems.keySet()));
        String hint = problems.values().stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
        if (!hint.isEmpty()) {
            data.put("hint", hint);
        }
        return error(methodName, MISSING_VARIABLES, data);
    }

    /** Speaks for a whole message. */
    static Item couldNotAuthenticate() {
        return error("", "Could not authenticate", Map.of("responseCode", "445"));
    }

    /** Speaks for a whole message. */
    static Item noCalls() {
        return withTotals(error("", MISSING_VARIABLES, Map.of("missing_vars", "methodCall")), 0, 0);
    }

    /** Speaks for a request that is no message, or comes at a bad time. */
    static Item refusal(String text) {
        return error("", text, Map.of());
    }

    /** The item as that of a call, 1 being the first of the message. */
    static Item numbered(Item item, int responseNum) {
        return with(String.valueOf(responseNum), item.totals(), item);
    }

    /** Adds, where the API gives them, how many calls the message had and how many of them succeeded. */
    static List<Item> withTotals(List<Item> items, int requests, int completed) {
        return items.stream()
                .map(item ->
                        item.responseText().equals(MISSING_VARIABLES) ? withTotals(item, requests, completed) : item)
                .toList();
    }

    private static Item withTotals(Item item, int requests, int completed) {
        Map<String, String> totals = new LinkedHashMap<>();
        totals.put("totalRequests", String.valueOf(requests));
        totals.put("totalCompleted", String.valueOf(completed));
        return with(item.responseNum(), totals, item);
    }

    private static Item with(String responseNum, Map<String, String> totals, Item item) {
        return new Item(
                item.methodName(),
                item.responseCode(),
                item.responseText(),
                item.error(),
                item.responseData(),
                responseNum,
                totals);
    }

    private static Item error(String methodName, String text, Map<String, String> data) {
        return new Item(methodName, "", text, "1", data, "", Map.of());
    }
}
