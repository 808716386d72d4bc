package io.roifilter.receiver;

import io.roifilter.api.ApiResponse.Item;
import io.roifilter.api.RoiData;
import io.roifilter.api.RoiInsert;
import io.roifilter.receiver.received.AcceptedOrder;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code roi.insert}: an order is credited to the click that led to it. */
final class RoiInsertMethod implements ApiMethod {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,12}\\.\\d{2}");

    private final String dbSpec;
    private final RoiDataMint mint;
    private final Clock clock;

    /**
     * @param dbSpec the schema name given in answers
     * @param mint knows which roi_data is this endpoint's
     */
    RoiInsertMethod(String dbSpec, RoiDataMint mint, Clock clock) {
        this.dbSpec = dbSpec;
        this.mint = mint;
        this.clock = clock;
    }

    @Override
    public String name() {
        return RoiInsert.METHOD;
    }

    @Override
    public Result execute(Map<String, String> arguments) {
        Map<String, String> problems = problems(arguments);
        if (!problems.isEmpty()) {
            return Result.failed(AnswerItems.missingVariables(name(), problems));
        }
        Optional<RoiData> roiData = RoiData.parse(arguments.get("roi_data")).filter(mint::minted);
        if (roiData.isEmpty()) {
            return Result.failed(hashMismatch());
        }
        ZonedDateTime now = clock.instant().atZone(RoiInsert.TIME_ZONE);
        Optional<LocalDateTime> purchased = purchased(text(arguments, "purchase_date"), now);
        if (purchased.isEmpty()) {
            return Result.failed(invalidDate());
        }
        RoiInsert order = order(arguments, purchased.get().toLocalDate());
        AcceptedOrder accepted = accepted(order, roiData.get(), now.toInstant());
        return new Result(saved(accepted, DATE_TIME.format(purchased.get())), Optional.of(accepted));
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

    private static AcceptedOrder accepted(RoiInsert order, RoiData roiData, Instant receivedAt) {
        return new AcceptedOrder(
                order, roiData.trackedId(), roiData.account(), roiData.mesContId(), roiData.hash(), receivedAt);
    }

    private static String text(Map<String, String> arguments, String name) {
        return arguments.getOrDefault(name, "");
    }

    /** The order is stored, or was before. */
    private Item saved(AcceptedOrder accepted, String purchased) {
        RoiInsert order = accepted.order();
        Map<String, String> data = new LinkedHashMap<>();
        data.put("db_spec", dbSpec);
        data.put("mes_cont_id", String.valueOf(accepted.mesContId()));
        data.put(
                "tracked_id",
                accepted.trackedId().isPresent()
                        ? String.valueOf(accepted.trackedId().getAsLong())
                        : "");
        data.put("roi_hash", accepted.roiHash());
        data.put("order_id", order.orderId());
        data.put("amount", order.amount());
        data.put("purchase_date", purchased);
        data.put("ignore_duplicate_orders", order.ignoreDuplicateOrders() ? "1" : "0");
        return AnswerItems.coded(name(), "201", "Conversion will be saved and processed later", data);
    }

    private Item invalidDate() {
        return AnswerItems.coded(name(), "402", "Insert failed: invalid purchase date, unable to parse", Map.of());
    }

    private Item hashMismatch() {
        return AnswerItems.coded(name(), "403", "Insert failed: ROI Hash does not match", Map.of());
    }
}
