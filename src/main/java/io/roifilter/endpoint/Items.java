package io.roifilter.endpoint;

import io.roifilter.api.ApiResponse.Item;
import io.roifilter.api.RoiInsert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The items an answer can have, in the API's words. */
final class Items {
    private static final String MISSING_VARIABLES = "Missing variables";

    /** Other names are not repeated in the answer: they may be anything. */
    private static final Pattern METHOD_NAME = Pattern.compile("[A-Za-z0-9_.]{1,64}");

    private Items() {}

    /** The order is stored, or was before. */
    static Item saved(String dbSpec, AcceptedOrder accepted, String purchased) {
        RoiInsert order = accepted.order();
        RoiData roiData = accepted.roiData();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("db_spec", dbSpec);
        data.put("mes_cont_id", String.valueOf(roiData.mesContId()));
        data.put(
                "tracked_id",
                roiData.trackedId().isPresent()
                        ? String.valueOf(roiData.trackedId().getAsLong())
                        : "");
        data.put("roi_hash", roiData.hash());
        data.put("order_id", order.orderId());
        data.put("amount", order.amount());
        data.put("purchase_date", purchased);
        data.put("ignore_duplicate_orders", order.ignoreDuplicateOrders() ? "1" : "0");
        return coded("201", "Conversion will be saved and processed later", data);
    }

    static Item invalidDate() {
        return coded("402", "Insert failed: invalid purchase date, unable to parse", Map.of());
    }

    static Item hashMismatch() {
        return coded("403", "Insert failed: ROI Hash does not match", Map.of());
    }

    static Item incorrectAction(String methodName) {
        String shown = METHOD_NAME.matcher(methodName).matches() ? methodName : "";
        return error(shown, "Incorrect Action Specified", Map.of());
    }

    /** @param problems by argument, empty for one that is just not there */
    static Item missingVariables(Map<String, String> problems) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("missing_vars", String.join(",", problems.keySet()));
        String hint = problems.values().stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
        if (!hint.isEmpty()) {
            data.put("hint", hint);
        }
        return error(RoiInsert.METHOD, MISSING_VARIABLES, data);
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
        return new Item(
                item.methodName(),
                item.responseCode(),
                item.responseText(),
                item.error(),
                item.responseData(),
                String.valueOf(responseNum),
                item.totals());
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
        return new Item(
                item.methodName(),
                item.responseCode(),
                item.responseText(),
                item.error(),
                item.responseData(),
                item.responseNum(),
                totals);
    }

    private static Item coded(String code, String text, Map<String, String> data) {
        return new Item(RoiInsert.METHOD, code, text, "", data, "", Map.of());
    }

    private static Item error(String methodName, String text, Map<String, String> data) {
        return new Item(methodName, "", text, "1", data, "", Map.of());
    }
}
