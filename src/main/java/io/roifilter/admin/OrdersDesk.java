package io.roifilter.admin;

import io.roifilter.order.Amount;
import io.roifilter.order.RefusedValueException;
import io.roifilter.outbox.LiveLedger;
import io.roifilter.outbox.OutboxException;
import io.roifilter.outbox.State;
import io.roifilter.text.LogGuard;
import jakarta.json.stream.JsonGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A {@link Desk} for commands, which are given all orders of a state, page by page, and change many at once. A request takes a bounded
 * time, and keeps orders that come waiting for a small part of it. Immutable.
 *
 * <ul>
 *   <li>read: {@code ?order=ID}, or {@code ?state=rejected&after=0}, of which {@code next}, if there is one, is the next
 *       {@code after};
 *   <li>change: for each entry an {@code entry} and its {@code order}, at most {@value #MAX_CHANGES}; to send one again
 *       with another, {@code amount}. The answer has a refusal for each, {@code null} if it is done.
 * </ul>
 */
public final class OrdersDesk {
    private static final int PAGE = 500;
    private static final int MAX_CHANGES = 100;
    private static final int OK = 200;
    private static final int WRONG = 400;
    private static final int AWAY = 503;
    private static final int RANDOM_BYTES = 16;

    private final StatusJson json;
    private final FormToken token;
    private final String instance;

    public OrdersDesk(StatusJson json, FormToken token) {
        this.json = json;
        this.token = token;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        instance = HexFormat.of().formatHex(random);
    }

    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param text JSON if the status is 200, else a sentence
     */
    public record Reply(int status, String text) {
        public boolean isJson() {
            return status == OK;
        }
    }

    /** What is asked for that cannot be. */
    private static final class WrongException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongException(String message) {
            super(message);
        }
    }

    private interface Work {
        Consumer<JsonGenerator> on(LiveLedger ledger) throws WrongException;
    }

    /** @param parameters of the request */
    public Reply read(Map<String, String[]> parameters, Optional<Desk> desk) {
        Optional<String> orderId = first(parameters, "order");
        return reply(desk, ledger -> {
            LiveLedger.Page page = orderId.isPresent()
                    ? new LiveLedger.Page(ledger.find(orderId.get()), OptionalLong.empty())
                    : ledger.page(
                            state(parameters), number(first(parameters, "after").orElse("0")), PAGE);
            String own = ledger.isShared() ? "" : instance;
            return content -> {
                content.write("instance", own).write(FormToken.FIELD, token.toString());
                DeskJson.entries(content, "orders", page.entries());
                page.last().ifPresent(last -> content.write("next", last));
            };
        });
    }

    /** Sends again; the token must have been looked at. */
    public Reply resend(Map<String, String[]> parameters, Optional<Desk> desk) {
        return reply(desk, ledger -> refusals(ledger.resend(listed(parameters), amount(parameters))));
    }

    /** Forgets; the token must have been looked at. */
    public Reply delete(Map<String, String[]> parameters, Optional<Desk> desk) {
        return reply(desk, ledger -> refusals(ledger.delete(listed(parameters))));
    }

    private Reply reply(Optional<Desk> desk, Work work) {
        if (desk.isEmpty()) {
            return new Reply(AWAY, "There are no orders here: no filter reports any.");
        }
        try {
            return new Reply(OK, json.write(work.on(desk.get().ledger())));
        } catch (WrongException e) {
            return new Reply(WRONG, e.getMessage());
        } catch (OutboxException e) {
            return new Reply(AWAY, "The outbox does not tell: " + LogGuard.oneLine(e.getMessage()) + ".");
        }
    }

    private static Consumer<JsonGenerator> refusals(List<Optional<String>> refusals) {
        return content -> {
            content.writeStartArray("refusals");
            for (Optional<String> refusal : refusals) {
                refusal.ifPresentOrElse(content::write, content::writeNull);
            }
            content.writeEnd();
        };
    }

    private static State state(Map<String, String[]> parameters) throws WrongException {
        String name = first(parameters, "state").orElse("");
        return Arrays.stream(State.values())
                .filter(state -> state.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongException("state must be waiting, rejected or delivered."));
    }

    /** What the client has seen of them, else another's order could be meant whose entry has the number now. */
    private static List<LiveLedger.Listed> listed(Map<String, String[]> parameters) throws WrongException {
        String[] ids = parameters.getOrDefault("entry", new String[0]);
        String[] orderIds = parameters.getOrDefault("order", new String[0]);
        if (ids.length == 0 || ids.length != orderIds.length || ids.length > MAX_CHANGES) {
            throw new WrongException(
                    "For each entry there must be its order, and at most " + MAX_CHANGES + " of them in one request.");
        }
        List<LiveLedger.Listed> listed = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            listed.add(new LiveLedger.Listed(number(ids[i]), orderIds[i]));
        }
        return listed;
    }

    private static Optional<String> amount(Map<String, String[]> parameters) throws WrongException {
        String given = first(parameters, "amount").orElse("");
        try {
            return given.isBlank() ? Optional.empty() : Optional.of(Amount.of(given));
        } catch (RefusedValueException e) {
            throw new WrongException("Nothing was done: " + e.getMessage() + ".");
        }
    }

    private static long number(String text) throws WrongException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new WrongException("after and entry must be whole numbers.");
        }
        return Long.parseLong(text);
    }

    private static Optional<String> first(Map<String, String[]> parameters, String name) {
        return Optional.ofNullable(parameters.get(name))
                .filter(values -> values.length > 0)
                .map(values -> values[0]);
    }
}
