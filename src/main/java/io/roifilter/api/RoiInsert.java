package io.roifilter.api;

import io.roifilter.text.OneLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One order as roi.insert takes it: the arguments of a single method call. Immutable.
 *
 * <p>Its JSON form is {@code {"methodName":"roi.insert","roi_data":"…","amount":"152.99","order_id":"1123",
 * "ignore_duplicate_orders":false,"purchase_date":"2026-11-22"}}.
 *
 * @param roiData the value from the email link, unchanged: 1 to {@value #MAX_ROI_DATA} printable ASCII characters
 *     without white space
 * @param amount the order total in US dollars as {@code dollars.cents}; an order that was refused because of its amount
 *     keeps the shop's text here
 * @param orderId the receipt number, 1 to {@value #MAX_ORDER_ID} characters that XML can carry
 * @param ignoreDuplicateOrders whether the API shall accept further entries with the same order id
 * @param purchaseDate the day of the order in US Pacific time
 */
public record RoiInsert(
        String roiData, String amount, String orderId, boolean ignoreDuplicateOrders, LocalDate purchaseDate)
        implements MethodCall {

    /** The name of the method. */
    public static final String METHOD = "roi.insert";

    /** Where the API counts its days: US Pacific time. */
    public static final ZoneId TIME_ZONE = PacificDay.ZONE;

    /** The longest roi_data that is accepted, in characters. */
    public static final int MAX_ROI_DATA = 512;

    /** The longest order id that is accepted, in characters (UTF-16 code units). */
    public static final int MAX_ORDER_ID = 255;

    /** The longest text kept as amount, in characters: a refused one is kept for its reader, not for the wire. */
    public static final int MAX_AMOUNT = 64;

    /**
     * @throws IllegalArgumentException if a text is empty, too long or has characters that it may not have; the message
     *     names the argument and what is allowed
     * @throws NullPointerException if anything is missing
     */
    public RoiInsert {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(purchaseDate, "purchase_date");
        if (!isRoiData(roiData)) {
            throw new IllegalArgumentException(
                    "roi_data must be 1 to " + MAX_ROI_DATA + " printable ASCII characters without white space");
        }
        requireText("order_id", orderId, MAX_ORDER_ID);
        requireText("amount", amount, MAX_AMOUNT);
    }

    /**
     * The order of which these are the arguments, by their names in JSON.
     *
     * @throws IllegalArgumentException as the constructor, and also if anything is missing, or the date is none
     */
    static RoiInsert of(Map<String, String> arguments) {
        String date = required(arguments, "purchase_date");
        try {
            return new RoiInsert(
                    required(arguments, "roi_data"),
                    required(arguments, "amount"),
                    required(arguments, "order_id"),
                    Boolean.parseBoolean(arguments.get("ignore_duplicate_orders")),
                    LocalDate.parse(date));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("purchase_date must be a day such as 2026-11-22", e);
        }
    }

    private static String required(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** The date at this moment where the API counts its days: US Pacific time. */
    public static LocalDate today(Instant now) {
        return PacificDay.at(now.getEpochSecond());
    }

    /** The same of a moment in milliseconds since 1970. */
    public static LocalDate today(long now) {
        return PacificDay.at(Math.floorDiv(now, 1000L));
    }

    /** Tells whether a text may travel as roi_data: 1 to {@value #MAX_ROI_DATA} printable ASCII characters, no space. */
    public static boolean isRoiData(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_ROI_DATA) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isRoiData(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a character may be in roi_data. */
    public static boolean isRoiData(int character) {
        return character > ' ' && character < 0x7f;
    }

    /** Tells whether a text may be an order id: 1 to {@value #MAX_ORDER_ID} characters that XML can carry. */
    public static boolean isOrderId(String text) {
        return text != null && !text.isEmpty() && text.length() <= MAX_ORDER_ID && isXmlText(text);
    }

    /** The first 8 characters of roi_data, for logs: the whole value identifies a contact. */
    public static String abbreviate(String roiData) {
        return roiData.length() <= 8 ? roiData : roiData.substring(0, 8) + "…";
    }

    @Override
    public String methodName() {
        return METHOD;
    }

    /** The order id, unless duplicates are to be accepted. */
    @Override
    public Optional<String> duplicateKey() {
        return ignoreDuplicateOrders ? Optional.empty() : Optional.of(orderId);
    }

    @Override
    public String reference() {
        return orderId;
    }

    @Override
    public Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("roi_data", roiData);
        arguments.put("amount", amount);
        arguments.put("order_id", orderId);
        if (ignoreDuplicateOrders) {
            arguments.put("ignore_duplicate_orders", "1");
        }
        arguments.put("purchase_date", purchaseDate.toString());
        return arguments;
    }

    @Override
    public String toJson() {
        return new JsonText()
                .add(METHOD_NAME, METHOD)
                .add("roi_data", roiData)
                .add("amount", amount)
                .add("order_id", orderId)
                .add("ignore_duplicate_orders", ignoreDuplicateOrders)
                .add("purchase_date", purchaseDate.toString())
                .toString();
    }

    /** Names the order for a log line, which cannot be broken by it, without giving its contact away. */
    @Override
    public String toString() {
        return name().toString();
    }

    /** The same, for who keeps it until somebody asks for its text. */
    public Name name() {
        return new Name(orderId, amount, purchaseDate, abbreviate(roiData));
    }

    /**
     * What an order is called. Immutable.
     *
     * @param roiData as much of it as may be shown
     */
    public record Name(String orderId, String amount, LocalDate purchaseDate, String roiData) {
        @Override
        public String toString() {
            return "RoiInsert[orderId=" + OneLine.of(orderId, MAX_ORDER_ID) + ", amount="
                    + OneLine.of(amount, MAX_AMOUNT) + ", purchaseDate=" + purchaseDate + ", roiData=" + roiData + "]";
        }
    }

    private static void requireText(String name, String text, int maxLength) {
        if (text == null || text.isEmpty() || text.length() > maxLength) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + maxLength + " characters, but has " + (text == null ? 0 : text.length()));
        }
        if (!isXmlText(text)) {
            throw new IllegalArgumentException(
                    name + " has a control character or half a character, which XML cannot carry");
        }
    }

    private static boolean isXmlText(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!isXmlText(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What XML 1.0 (section 2.2) can carry, less the control characters, which parsers normalize or trim. */
    private static boolean isXmlText(int codePoint) {
        return codePoint >= 0x20
                && !(codePoint >= 0x7f && codePoint <= 0x9f)
                && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                && codePoint != 0xfffe
                && codePoint != 0xffff;
    }
}
