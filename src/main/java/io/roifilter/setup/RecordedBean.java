package io.roifilter.setup;

import java.util.LinkedHashMap;

/** What could be read of an object: its properties, by which expressions find in it what they would find in the object. */
final class RecordedBean extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    private String text = ""; // what the object says of itself, if that was asked

    void says(String itself) {
        text = itself;
    }

    /** What an expression that ends at the object gives. */
    @Override
    public String toString() {
        return text;
    }
}
