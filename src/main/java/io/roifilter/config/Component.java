package io.roifilter.config;

/** A part of roi-filter that takes settings. */
public enum Component {
    /** {@code RoiCaptureFilter}, which keeps roi_data of a click in a cookie. */
    CAPTURE_FILTER("RoiCaptureFilter", "filter"),
    /** {@code RoiInsertFilter}, which reports orders; the settings of the tracker behind it are its own too. */
    INSERT_FILTER("RoiInsertFilter", "filter"),
    /** {@code RoiInitializer}, which maps the filters. It has no init-params: context-params and below only. */
    INITIALIZER("RoiInitializer", ""),
    /** {@code RoiStatusServlet}, which shows how tracking stands. */
    STATUS_SERVLET("RoiStatusServlet", "servlet"),
    /** {@code RoiApiServlet}, the receiving side. */
    RECEIVER("RoiApiServlet", "servlet"),
    /** The command that replays orders from a log: no part of an application, so system properties and environment only. */
    REPLAY("replay", "");

    private final String className;
    private final String kind;

    Component(String className, String kind) {
        this.className = className;
        this.kind = kind;
    }

    /** The simple name of the class, as users know it. */
    public String className() {
        return className;
    }

    boolean hasInitParameters() {
        return !kind.isEmpty();
    }

    boolean hasContextParameters() {
        return this != REPLAY;
    }

    /** Whether unknown names of context-params are its problem; the status page is there to show that they are another's. */
    boolean checksContextNames() {
        return this != STATUS_SERVLET;
    }

    /** Whether users declare the two in the same way, say as filters. */
    boolean isDeclaredAs(Component other) {
        return kind.equals(other.kind);
    }

    /** How messages call one of them, such as "filter roi-insert"; one without a name by its class. */
    String owner(String name) {
        return hasInitParameters() && !name.isEmpty() ? kind + " " + name : className;
    }
}
