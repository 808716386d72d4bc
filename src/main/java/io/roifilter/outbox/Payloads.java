package io.roifilter.outbox;

import io.roifilter.api.MethodCall;
import io.roifilter.api.PayloadJson;
import io.roifilter.api.RoiInsert;
import io.roifilter.text.ApplicationLog;
import io.roifilter.thread.JarCopies;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.List;

/**
 * Reads orders from their JSON form. The library that it takes is found when the first entries are claimed, right after
 * the start and in the background, and proves itself by a sample: one that is broken or missing must not make orders
 * unreadable. That is said once; until it can be used, which is tried again and again, orders stay where they are.
 * Thread-safe.
 */
final class Payloads {
    private static final MethodCall SAMPLE =
            new RoiInsert("sample", "1.00", "sample", false, LocalDate.of(2026, 11, 22));

    private final ApplicationLog log;

    // Guarded by this
    private PayloadJson json; // null until it has proved itself
    private boolean unusable;

    Payloads(ApplicationLog log) {
        this.log = log;
    }

    /** @throws OutboxException if the JSON library cannot be used; logged */
    synchronized PayloadJson json() {
        if (json == null) {
            json = find();
        }
        return json;
    }

    /**
     * To be asked when an order could not be read: is it the order?
     *
     * @throws OutboxException if it is the JSON library; logged
     */
    synchronized void prove() {
        PayloadJson proven = json();
        try {
            readSample(proven);
        } catch (Throwable e) {
            json = null;
            throw unusable(e);
        }
    }

    private PayloadJson find() {
        try {
            PayloadJson found = new PayloadJson();
            readSample(found);
            if (unusable) {
                unusable = false;
                log.log(Level.INFO, "orders can be read from the outbox again");
            }
            return found;
        } catch (Throwable e) {
            throw unusable(e);
        }
    }

    private static void readSample(PayloadJson json) {
        // Not the records, whose generated equals keeps the class loader in Java 17 (see Destination).
        if (!SAMPLE.toJson().equals(json.read(SAMPLE.toJson()).toJson())) {
            throw new IllegalStateException("it reads something else than was written");
        }
    }

    private OutboxException unusable(Throwable failure) {
        boolean memory = failure instanceof OutOfMemoryError;
        if (!unusable && !memory) {
            unusable = log.tryLog(
                    Level.ERROR,
                    "no order can be sent, because the JSON library (JSON-P) cannot be used; all are kept in the outbox"
                            + " until it can, which is tried again and again. " + remedy(),
                    failure);
        }
        return new OutboxException("the JSON library cannot be used: " + failure, failure, !memory);
    }

    private static String remedy() {
        List<String> copies = copies();
        if (copies.size() > 1) {
            return "Most likely because roi-filter is there " + copies.size()
                    + " times, and the jar without libraries is"
                    + " the one that is used: the -all.jar has them under names of its own, for itself. Take away all but"
                    + " that one of: " + String.join(", ", copies) + "; then restart the application";
        }
        return "Look for a file META-INF/services/jakarta.json.spi.JsonProvider that names a class which is not there, and"
                + " for jars of parsson or jakarta.json that are missing, in two versions or were"
                + " replaced under the running server; then restart the application";
    }

    private static List<String> copies() {
        try {
            return JarCopies.places();
        } catch (IOException e) {
            return List.of();
        }
    }
}
