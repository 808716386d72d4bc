package io.roifilter.config;

/**
 * A setting that has a value, for whoever looks in. Immutable.
 *
 * @param name as users type it
 * @param value on one line, never a secret
 * @param source where it was given; {@code default} if nowhere
 */
public record SettingInEffect(String name, String value, String source) {
    static final String DEFAULT = "default";

    /** Whether it was given nowhere. */
    public boolean isDefault() {
        return source.equals(DEFAULT);
    }

    /** Such as {@code batchSize=50 (context-param roi.batchSize)}. */
    @Override
    public String toString() {
        return name + "=" + value + (isDefault() ? "" : " (" + source + ")");
    }
}
