package io.roifilter.config;

import static io.roifilter.config.Component.CAPTURE_FILTER;
import static io.roifilter.config.Component.INITIALIZER;
import static io.roifilter.config.Component.INSERT_FILTER;
import static io.roifilter.config.Component.RECEIVER;
import static io.roifilter.config.Component.REPLAY;
import static io.roifilter.config.Component.STATUS_SERVLET;

import java.util.Set;

/**
 * Who takes a setting.
 *
 * @param components each may be given it
 * @param share whether all filters of an application among them must have the same value, because what they do with it
 *     is done by one for all
 */
record Users(Set<Component> components, boolean share) {
    static final Users EVERYONE = each(CAPTURE_FILTER, INSERT_FILTER, INITIALIZER, STATUS_SERVLET, RECEIVER);
    static final Users INITIALIZING = each(INITIALIZER);
    static final Users CLICKS = each(CAPTURE_FILTER);
    static final Users ORDERS = each(INSERT_FILTER);
    static final Users CLICKS_AND_ORDERS = each(CAPTURE_FILTER, INSERT_FILTER);
    static final Users LOOKING_IN = each(STATUS_SERVLET);
    static final Users RECEIVING = each(RECEIVER);

    /** By these names one filter leaves roi_data for the other. */
    static final Users FROM_CLICK_TO_ORDER = together(CAPTURE_FILTER, INSERT_FILTER);

    /** There is one outbox for all filters, one relay and one account at the endpoint. */
    static final Users OUTBOX_AND_RELAY = together(INSERT_FILTER);

    static final Users SENDING = together(INSERT_FILTER, REPLAY);
    static final Users AUTHENTICATION = together(INSERT_FILTER, REPLAY, RECEIVER);

    private static Users each(Component... components) {
        return new Users(Set.of(components), false);
    }

    private static Users together(Component... components) {
        return new Users(Set.of(components), true);
    }
}
