package io.roifilter.config;

import java.util.List;

/**
 * What {@code RoiInitializer} needs to know to map the filters. Immutable.
 *
 * @param capture whether to map {@code RoiCaptureFilter} when nobody else has
 * @param confirmation url-patterns on which to map {@code RoiInsertFilter} when nobody else has; may be empty
 */
public record InitializerSettings(boolean capture, List<String> confirmation) {
    /** Copies the list. */
    public InitializerSettings {
        confirmation = List.copyOf(confirmation);
    }
}
