package io.roifilter.api;

import io.roifilter.api.ApiResponse.Item;
import io.roifilter.text.Mask;
import io.roifilter.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides, in this one place, what an answer of the API means for every call that was sent. An item speaks for its call; the
 * one that refuses the login, and has no other beside it, for all.
 *
 * <p>A call is delivered only if nothing speaks against it: what was taken by mistake would be lost, while what is sent again
 * is discarded by its order id.
 */
final class Verdicts {
    private static final int MAX_TEXT = 200;
    private static final String ORDER_ID = "order_id";

    /** As the published one ends, and nothing that denies it. */
    private static final Pattern SAVED =
            Pattern.compile("(?is)(?!.*\\b(?:no|not|nothing|none|never|cannot|error|failed|unless|if)\\b)"
                    + ".*\\bwill\\s+be\\s+saved\\s+and\\s+processed\\s+later\\W*");

    /** What is behind a call that failed: it is not this one's fault. */
    private static final Verdict NOT_EXECUTED =
            new Verdict.Retry("the answer has no item for this call", Duration.ZERO, true);

    private final ApiRequest sent;
    private final List<Item> items;

    /** Whether there is no doubt of whose answer it is; else an item must name its order. */
    private final boolean plain;

    /** Whether no item has a number, so that each belongs where it stands. */
    private final boolean byPlace;

    /** Of all calls, once an item names an order that is not its own; null before. */
    private Set<String> orderIds;

    /** By what was said: mostly the same of each call, and to look for all contacts in it takes its time. */
    private final Map<String, String> texts = new HashMap<>();

    private final Map<String, Verdict> delivered = new HashMap<>(); // by their texts

    private Verdicts(ApiRequest sent, Answer answer) {
        this.sent = sent;
        items = answer.items();
        plain = answer.isPlain();
        byPlace = items.stream().allMatch(item -> item.responseNum().isEmpty());
    }

    /** One verdict per call, all alike: the HTTP exchange itself failed, or its status or body speaks for all. */
    static List<Verdict> same(int calls, Verdict verdict) {
        return Collections.nCopies(calls, verdict);
    }

    /** One verdict per call that was sent, in their order. */
    static List<Verdict> of(ApiRequest sent, Reply reply, Clock clock) {
        int calls = sent.calls().size();
        int status = reply.status();
        Answer answer;
        try {
            answer = Answer.of(reply.body());
        } catch (MalformedXmlException e) {
            String page = reply.excerpt(words -> masked(words, sent));
            return same(
                    calls,
                    isSuccess(status)
                            ? new Verdict.Retry("the answer is not the API's: " + e.getMessage() + page)
                            : ofStatus(reply, page, clock));
        }
        if (isSuccess(status)) {
            return new Verdicts(sent, answer).ofItems();
        }
        Verdict ofStatus = ofStatus(reply, "", clock);
        return ofStatus instanceof Verdict.Blocked
                ? new Verdicts(sent, answer).rejectionsOr(ofStatus)
                : same(calls, ofStatus);
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static Verdict ofStatus(Reply reply, String page, Clock clock) {
        int status = reply.status();
        String seen = "HTTP status " + status + page;
        boolean temporary = status >= 500 || status == 408 || status == 429;
        return temporary ? new Verdict.Retry(seen, reply.pause(clock)) : new Verdict.Blocked(seen);
    }

    /** Nothing of what was sent for one contact, or of what nobody may see, is in it, however it is written there. */
    private static String masked(String words, ApiRequest sent) {
        String masked = Mask.value(words, sent.credentials().sharedSecret(), 0);
        masked = Mask.value(masked, sent.credentials().apiKey(), 0);
        for (ApiRequest.Call call : sent.calls()) {
            masked = Mask.value(masked, call.arguments().getOrDefault("roi_data", ""), Mask.SHOWN);
        }
        return Mask.of(masked);
    }

    private List<Verdict> ofItems() {
        if (items.size() == 1 && isRefusedLogin(items.get(0))) {
            return same(sent.calls().size(), new Verdict.Blocked(text(items.get(0)), true));
        }
        return perCall();
    }

    /** A status that refuses the whole, with an answer of the API's all the same: what that rejects, it rejects. */
    private List<Verdict> rejectionsOr(Verdict ofStatus) {
        return perCall().stream()
                .map(verdict -> verdict instanceof Verdict.Rejected ? verdict : ofStatus)
                .toList();
    }

    /** Key, secret or IP address are refused. */
    private static boolean isRefusedLogin(Item item) {
        return isError(item)
                && (item.responseText().equalsIgnoreCase("Could not authenticate")
                        || "445".equals(item.responseData().get("responseCode")));
    }

    private List<Verdict> perCall() {
        int calls = sent.calls().size();
        List<Verdict> verdicts = new ArrayList<>(same(calls, NOT_EXECUTED));
        boolean[] seen = new boolean[calls];
        for (int i = 0; i < items.size(); i++) {
            int call = index(items.get(i), i);
            if (call < 0) {
                continue;
            }
            Verdict verdict = of(items.get(i), call);
            if (!seen[call]) {
                verdicts.set(call, verdict);
            } else if (!verdicts.get(call).getClass().equals(verdict.getClass())) {
                verdicts.set(call, new Verdict.Retry("the answer has two items for this call that disagree"));
            }
            seen[call] = true;
        }
        // Not by equals, which keeps the class loader of a web application until Java 19.
        boolean nothing = verdicts.stream().allMatch(verdict -> verdict == NOT_EXECUTED);
        return nothing ? same(calls, new Verdict.Retry("the answer has no item for any call")) : verdicts;
    }

    /** Where an item belongs: by its number; by its place only where none has one, and not where it speaks for all. Else -1. */
    private int index(Item item, int place) {
        int calls = sent.calls().size();
        if (item.responseNum().isEmpty()) {
            boolean speaksForAll = items.size() == 1
                    && calls > 1
                    && isError(item)
                    && item.methodName().isEmpty();
            return byPlace && place < calls && !speaksForAll ? place : -1;
        }
        int number = number(item.responseNum(), calls);
        return number > 0 ? number - 1 : -1;
    }

    /** From 1 to so many, as we would write it; else -1. */
    private static int number(String text, int max) {
        int number = 0;
        for (int i = 0; i < text.length() && number <= max; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || number == 0 && c == '0') {
                return -1;
            }
            number = 10 * number + (c - '0');
        }
        return number <= max ? number : -1;
    }

    private Verdict of(Item item, int call) {
        Verdict verdict = isError(item) ? ofError(item) : ofCode(item);
        if (!verdict.isSettled() || isAbout(item, call)) {
            return verdict;
        }
        return new Verdict.Retry(
                plain
                        ? "the answer has another order's item for this call"
                        : "the answer has something else around it, and no order id: " + text(item));
    }

    /** An item that names another order of the POST has got into the wrong place. */
    private boolean isAbout(Item item, int call) {
        String named = spaced(item.responseData().getOrDefault(ORDER_ID, ""));
        boolean namesIts = named.equals(orderId(sent.calls().get(call)));
        boolean namesAnother = !namesIts && !named.isEmpty() && orderIds().contains(named);
        return plain ? !namesAnother : namesIts;
    }

    private Set<String> orderIds() {
        if (orderIds == null) {
            orderIds = sent.calls().stream().map(Verdicts::orderId).collect(Collectors.toSet());
        }
        return orderIds;
    }

    private static String orderId(ApiRequest.Call call) {
        return spaced(call.arguments().getOrDefault(ORDER_ID, ""));
    }

    private static String spaced(String text) {
        String stripped = text.strip();
        for (int i = 0; i < stripped.length(); i++) {
            if (stripped.charAt(i) < ' ') {
                return stripped.replaceAll("\\s+", " ");
            }
        }
        return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped; // as most are
    }

    private Verdict ofCode(Item item) {
        return switch (item.responseCode()) {
            case "201" -> delivered(text(item));
            case "402", "403" -> new Verdict.Rejected(item.responseCode(), text(item));
            // The published example of a success has no code, and a text that ends like the one beside 201.
            case "" ->
                SAVED.matcher(item.responseText()).matches() ? delivered(text(item)) : new Verdict.Retry(text(item));
            default -> new Verdict.Retry(text(item));
        };
    }

    private Verdict delivered(String text) {
        return delivered.computeIfAbsent(text, Verdict.Delivered::new);
    }

    private Verdict ofError(Item item) {
        if (item.responseText().equalsIgnoreCase("Missing variables")
                || item.responseCode().equals("402")
                || item.responseCode().equals("403")) {
            return new Verdict.Rejected(item.responseCode(), text(item));
        }
        boolean refused = item.responseText().equalsIgnoreCase("Incorrect Action Specified") || isRefusedLogin(item);
        return refused ? new Verdict.Blocked(text(item)) : new Verdict.Retry(text(item));
    }

    private static boolean isError(Item item) {
        return !item.error().isEmpty() && !item.error().equals("0");
    }

    private String text(Item item) {
        StringBuilder text = new StringBuilder();
        if (!item.responseCode().isEmpty()) {
            text.append(item.responseCode()).append(' ');
        }
        text.append(item.responseText().isEmpty() ? "an item without responseText" : item.responseText());
        if (item.responseData().containsKey("missing_vars")) {
            text.append(": ").append(item.responseData().get("missing_vars"));
        }
        return texts.computeIfAbsent(text.toString(), this::fitForLogs);
    }

    /** It goes to logs and to the outbox: what an endpoint says must not look like something else there. */
    private String fitForLogs(String text) {
        return OneLine.of(masked(OneLine.of(text, 20 * MAX_TEXT), sent), MAX_TEXT);
    }
}
