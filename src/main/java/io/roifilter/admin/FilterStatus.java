package io.roifilter.admin;

import io.roifilter.config.SettingInEffect;
import java.util.List;

/**
 * A filter of an application, as it was started. Immutable.
 *
 * @param name as the container knows it
 * @param type the simple name of its class
 * @param isOn whether requests come to it, and it does something with them
 * @param does what it does and on what, or why it does nothing; one line
 * @param settings all that have a value
 */
public record FilterStatus(String name, String type, boolean isOn, String does, List<SettingInEffect> settings) {
    /** Such as {@code roi-insert (RoiInsertFilter): reports orders on /thank-you (REQUEST)}. */
    @Override
    public String toString() {
        return name + " (" + type + "): " + does;
    }
}
