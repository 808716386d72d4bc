package io.roifilter.admin;

/**
 * How tracking stands in one web application, in plain numbers and texts, as {@code io.roifilter:type=Tracker,context=/shop}.
 * Times are ISO-8601 in UTC; a text is empty where there is nothing to tell. A number of orders in the outbox is -1 while the
 * outbox does not tell, and then {@link #getOutboxProblem} says why, unless it is just being opened. All values are at most a second old.
 */
public interface TrackerMXBean {
    /** The name with which the application's log entries begin. */
    String getApplication();

    /** The version of roi-filter. */
    String getVersion();

    /** When the first of the application's filters was started. */
    String getStartedAt();

    /** Each filter, with what it does and on what, or why it does nothing. */
    String[] getFilters();

    /** Filters that are switched off, or to which no request comes. */
    int getFiltersOff();

    /** The file or the database that orders are kept in. */
    String getOutbox();

    /** Why the outbox does not tell how it stands. */
    String getOutboxProblem();

    /** Orders not delivered yet. */
    long getOrdersWaiting();

    /** How long ago the oldest order was accepted that is not delivered yet; 0 if none waits, -1 if unknown. */
    long getOldestWaitingSeconds();

    /** Orders that are remembered as delivered, for {@code keepDelivered}. */
    long getOrdersDelivered();

    /** Orders kept as rejected, which a person has to look at. */
    long getOrdersRejected();

    /** Orders that are in files of their own, because the outbox could not take them. */
    long getOrdersUnstored();

    /** Orders since the start that went to the log, because neither the outbox nor a file could take them. */
    long getOrdersLogged();

    /** Orders since the start that were passed over, because their id was known. */
    long getOrdersRepeated();

    /** Orders since the start that were read well and are to be delivered. */
    long getOrdersAccepted();

    /** Orders since the start that were kept as rejected when they were read. */
    long getOrdersRefused();

    /** Requests on confirmation routes since the start that came with no click: most do. */
    long getConfirmationsWithoutClick();

    /** Those with a click that gave no order. */
    long getConfirmationsWithoutOrder();

    /** What came of the last request on a confirmation route that had a click. */
    String getLastConfirmation();

    /** What the endpoint does with orders: {@code UNTRIED}, {@code WELL}, {@code AWAY} or {@code REFUSING}. */
    String getEndpointState();

    /** When that began. */
    String getEndpointSince();

    /** What was seen last, in an outage. */
    String getEndpointReason();

    /** When the endpoint was last heard of, or found to be away. */
    String getEndpointLastAnswer();

    /** When it is tried next, in an outage. */
    String getEndpointNextAttempt();

    /** Orders since the start that the endpoint has, those that it had before included. */
    long getDeliveriesDelivered();

    /** Attempts since the start after which an order waits on. */
    long getDeliveriesPostponed();

    /** Orders since the start that ended as rejected. */
    long getDeliveriesRejected();

    /** Tries the endpoint by a call that cannot store anything, and says what came of it: {@code ok}, or what to do. */
    String probeEndpoint();

    /**
     * Has an order sent again that waits or was rejected, and says what came of it.
     *
     * @param orderId as the shop knows it
     */
    String resend(String orderId);
}
