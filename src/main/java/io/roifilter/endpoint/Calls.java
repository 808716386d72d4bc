package io.roifilter.endpoint;

import io.roifilter.api.ApiRequest;
import io.roifilter.api.ApiRequest.Call;
import io.roifilter.api.ApiResponse;
import io.roifilter.api.ApiResponse.Item;
import io.roifilter.api.Credentials;
import io.roifilter.api.RoiInsert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What the API says to a message, and which orders are to be stored before it may say so. Thread-safe; touches nothing
 * outside.
 */
final class Calls {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}\\.\\d{2}");

    private final Credentials credentials;
    private final String dbSpec;
    private final RoiDataMint mint;
    private final Clock clock;

    /**
     * @param credentials what callers must have
     * @param dbSpec the schema name given in answers
     */
    Calls(Credentials credentials, String dbSpec, RoiDataMint mint, Clock clock) {
        this.credentials = credentials;
        this.dbSpec = dbSpec;
        this.mint = mint;
        this.clock = clock;
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
            return refused(Items.couldNotAuthenticate());
        }
        if (message.calls().isEmpty()) {
            return refused(Items.noCalls());
        }
        List<Item> items = new ArrayList<>();
        List<AcceptedOrder> accepted = new ArrayList<>();
        boolean halted = false;
        for (int i = 0; i < message.calls().size() && !halted; i++) {
            Result result = execute(message.calls().get(i));
            items.add(Items.numbered(result.item(), i + 1));
            result.accepted().ifPresent(accepted::add);
            halted = result.accepted().isEmpty() && !message.noHalt();
        }
        return new Outcome(
                new ApiResponse(Items.withTotals(items, message.calls().size(), accepted.size())), accepted);
    }

    private record Result(Item item, Optional<AcceptedOrder> accepted) {}

    private Result execute(Call call) {
        if (!call.methodName().equals(RoiInsert.METHOD)) {
            return failed(Items.incorrectAction(call.methodName()));
        }
        Map<String, String> arguments = call.arguments();
        Map<String, String> problems = problems(arguments);
        if (!problems.isEmpty()) {
            return failed(Items.missingVariables(problems));
        }
        Optional<RoiData> roiData = RoiData.parse(arguments.get("roi_data")).filter(mint::minted);
        if (roiData.isEmpty()) {
            return failed(Items.hashMismatch());
        }
        ZonedDateTime now = clock.instant().atZone(RoiInsert.TIME_ZONE);
        Optional<LocalDateTime> purchased = purchased(text(arguments, "purchase_date"), now);
        if (purchased.isEmpty()) {
            return failed(Items.invalidDate());
        }
        RoiInsert order = order(arguments, purchased.get().toLocalDate());
        AcceptedOrder accepted = new AcceptedOrder(order, roiData.get(), now.toInstant());
        return new Result(Items.saved(dbSpec, accepted, DATE_TIME.format(purchased.get())), Optional.of(accepted));
    }

    /**
     * Which required arguments are missing, or cannot be used as they are, and why. The API has no code of its own for
     * an amount that is not dollars.cents. Counting it among the missing ones says what a client has to know: which
     * argument is to blame, and that sending the same call again is of no use.
     */
    private static Map<String, String> problems(Map<String, String> arguments) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String name : List.of("roi_data", "amount", "order_id")) {
            problem(name, text(arguments, name)).ifPresent(problem -> problems.put(name, problem));
        }
        return problems;
    }

    private static Optional<String> problem(String name, String value) {
        if (value.isEmpty()) {
            return Optional.of("");
        }
        if (name.equals("amount") && !AMOUNT.matcher(value).matches()) {
            return Optional.of("amount must be dollars.cents, such as 152.99, with at most 12 digits of dollars");
        }
        if (name.equals("order_id") && !RoiInsert.isOrderId(value)) {
            return Optional.of("order_id must be at most " + RoiInsert.MAX_ORDER_ID
                    + " characters, none of them a control character");
        }
        return Optional.empty();
    }

    /** The moment of the purchase in US Pacific time: midnight of the given day, else now. Empty if it is no date. */
    private static Optional<LocalDateTime> purchased(String date, ZonedDateTime now) {
        if (date.isEmpty()) {
            return Optional.of(now.toLocalDateTime());
        }
        if (!DATE.matcher(date).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(date).atStartOfDay());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static RoiInsert order(Map<String, String> arguments, LocalDate purchaseDate) {
        return new RoiInsert(
                arguments.get("roi_data"),
                arguments.get("amount"),
                arguments.get("order_id"),
                text(arguments, "ignore_duplicate_orders").equals("1"),
                purchaseDate);
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

    private static String text(Map<String, String> arguments, String name) {
        return arguments.getOrDefault(name, "");
    }

    private static Result failed(Item item) {
        return new Result(item, Optional.empty());
    }

    private static Outcome refused(Item item) {
        return new Outcome(new ApiResponse(List.of(item)), List.of());
    }
}
