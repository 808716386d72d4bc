package io.roifilter.api;

import io.roifilter.text.Thrown;
import io.roifilter.thread.ContextClassLoader;
import jakarta.json.JsonException;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.util.Objects;

/** A {@link MethodCall} from its JSON form. Thread-safe; {@link #close} frees what the JSON library holds. */
public final class PayloadJson implements AutoCloseable {
    private final Jsonb jsonb;

    /** Finds the JSON library beside this class, whatever the calling thread's context class loader is. */
    public PayloadJson() {
        jsonb = ContextClassLoader.during(PayloadJson.class.getClassLoader(), JsonbBuilder::create);
    }

    /**
     * Reads what {@link MethodCall#toJson} wrote, or what a person edited since.
     *
     * @throws IllegalArgumentException if the text is not such JSON, names a method that is not known, or breaks a rule of
     *     its record; the message says which
     */
    public MethodCall read(String json) {
        try {
            return Objects.requireNonNull(jsonb.fromJson(json, MethodCall.class), "it is null");
        } catch (JsonbException | JsonException | NullPointerException e) {
            throw new IllegalArgumentException("not the JSON of a call: " + Thrown.words(e), e);
        }
    }

    @Override
    public void close() {
        try {
            jsonb.close();
        } catch (Exception e) {
            throw new IllegalStateException("the JSON library did not close", e);
        }
    }
}
