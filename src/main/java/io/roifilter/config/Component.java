package io.roifilter.config;

/** A part of roi-filter that takes settings. */
public enum Component {
    /** {@code RoiCaptureFilter}, which keeps roi_data of a click in a cookie. */
    CAPTURE_FILTER("RoiCaptureFilter"),
    /** {@code RoiInsertFilter}, which reports orders; the settings of the tracker behind it are its own too. */
    INSERT_FILTER("RoiInsertFilter"),
    /** {@code RoiInitializer}, which maps the filters. It has no init-params: context-params and below only. */
    INITIALIZER("RoiInitializer"),
    /** The command that replays orders from a log: no part of an application, so system properties and environment only. */
    REPLAY("replay");

    private final String className;

    Component(String className) {
        this.className = className;
    }

    /** The simple name of the class, as users know it. */
    String className() {
        return className;
    }

    boolean hasInitParameters() {
        return this == CAPTURE_FILTER || this == INSERT_FILTER;
    }

    boolean hasContextParameters() {
        return this != REPLAY;
    }
}
