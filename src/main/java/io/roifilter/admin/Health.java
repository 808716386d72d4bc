package io.roifilter.admin;

/** How well tracking does its work. The worse, the later. */
public enum Health {
    /** All is as it should be. */
    UP,
    /** Orders are kept, and a person should look at something. The endpoint's outages belong here: they pass, and nothing is lost. */
    WARN,
    /** Orders are not reported, or cannot be kept but in the log. */
    DOWN
}
