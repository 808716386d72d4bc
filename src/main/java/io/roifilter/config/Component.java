package io.roifilter.config;

/** A part of roi-filter that takes settings. */
public enum Component {
    /** {@code RoiCaptureFilter}, which keeps roi_data of a click in a cookie. */
    CAPTURE_FILTER("RoiCaptureFilter"),
    /** {@code RoiInsertFilter}, which reports orders; the settings of the tracker behind it are its own too. */
    INSERT_FILTER("RoiInsertFilter"),
    /** {@code RoiInitializer}, which maps the filters. It has no init-params: context-params and below only. */
    INITIALIZER("RoiInitializer");

    private final String className;

    Component(String className) {
        this.className = className;
    }

    /** The simple name of the class, as users know it. */
    String className() {
        return className;
    }

    boolean hasInitParameters() {
        return this != INITIALIZER;
    }
}
