package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.RoiInsert;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of the table, with the columns that an insert writes. Immutable.
 *
 * @param id 0 in a row that is not stored yet
 * @param method the API's name of it
 * @param duplicateKey unique for a method: the order id, or a random text for an order that is always new
 * @param payload the call as JSON; null once delivered
 * @param due when it may be claimed, in milliseconds since 1970 as all times here
 * @param settledAt null while waiting
 * @param amount what was reported, to be told for a while; null before it is delivered
 * @param purchaseDate the same
 */
record Row(
        long id,
        String method,
        String duplicateKey,
        String orderId,
        String payload,
        State state,
        long due,
        int attempts,
        long acceptedAt,
        Long settledAt,
        String lastCode,
        String lastText,
        String amount,
        String purchaseDate) {

    /** The code of what was refused before it was ever sent. */
    static final String REFUSED = "refused";

    /** The code of what waits because it is refused while others are taken. */
    static final String ALONE = "alone";

    // In a payload; they cannot be within a text there, where quotation marks are escaped.
    private static final Pattern METHOD = Pattern.compile("\"" + MethodCall.METHOD_NAME + "\"\\s*:\\s*\"([\\w.-]+)\"");

    private static final Pattern PURCHASE_DATE =
            Pattern.compile("\"purchase_date\"\\s*:\\s*\"(\\d{4}-\\d{2}-\\d{2})\"");

    /**
     * A call that comes to be stored.
     *
     * @param rejection why it must not be made; null if it is to be made
     */
    static Row accepted(MethodCall call, String duplicateKey, String rejection, Instant acceptedAt) {
        boolean refused = rejection != null;
        long at = acceptedAt.toEpochMilli();
        return new Row(
                0,
                call.methodName(),
                duplicateKey,
                call.reference(),
                call.toJson(),
                refused ? State.REJECTED : State.WAITING,
                at,
                0,
                at,
                refused ? at : null,
                refused ? REFUSED : null,
                rejection,
                null,
                null);
    }

    /** The method that a payload is a call of. */
    static String methodIn(String payload) {
        Matcher method = METHOD.matcher(payload);
        return method.find() ? method.group(1) : RoiInsert.METHOD;
    }

    /**
     * This row as it takes the place of one of the same order: accepted when the first of them was. A date of purchase
     * that is the day of reading, because the shop gives none, is then that of the first.
     */
    Row inPlaceOf(Row refused) {
        if (refused.acceptedAt >= acceptedAt) {
            return this;
        }
        return new Row(
                id,
                method,
                duplicateKey,
                orderId,
                onTheDayOf(refused),
                state,
                due,
                attempts,
                refused.acceptedAt,
                settledAt,
                lastCode,
                lastText,
                amount,
                purchaseDate);
    }

    /** What no other row of a destination has. */
    String uniqueKey() {
        return uniqueKey(method, duplicateKey);
    }

    static String uniqueKey(String method, String duplicateKey) {
        return method + '\n' + duplicateKey;
    }

    Row with(String itsPayload) {
        return new Row(
                id,
                method,
                duplicateKey,
                orderId,
                itsPayload,
                state,
                due,
                attempts,
                acceptedAt,
                settledAt,
                lastCode,
                lastText,
                amount,
                purchaseDate);
    }

    private String onTheDayOf(Row refused) {
        Matcher mine = PURCHASE_DATE.matcher(String.valueOf(payload));
        Matcher first = PURCHASE_DATE.matcher(String.valueOf(refused.payload));
        boolean isDefault = mine.find()
                && mine.group(1)
                        .equals(RoiInsert.today(Instant.ofEpochMilli(acceptedAt))
                                .toString());
        return isDefault && first.find()
                ? payload.substring(0, mine.start(1)) + first.group(1) + payload.substring(mine.end(1))
                : payload;
    }

    /** This row as claimed, with what its payload says. */
    Entry entry(MethodCall call, String claim) {
        return new Entry(id, call, attempts, Instant.ofEpochMilli(acceptedAt), claim);
    }
}
