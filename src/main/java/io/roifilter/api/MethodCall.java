package io.roifilter.api;

import java.util.Map;
import java.util.Optional;

/**
 * A call of one of the API's methods: what the outbox keeps, a log line carries and the client sends. One record for each
 * method.
 *
 * <p>The JSON form, kept in the outbox and written to the log when the outbox cannot take a call, uses the API's own names
 * as the XML form does: {@code {"methodName":"roi.insert","roi_data":"…","amount":"152.99",…}}.
 */
public sealed interface MethodCall permits RoiInsert {
    /** The name of the method's name, beside the names of its arguments. */
    String METHOD_NAME = "methodName";

    /** Such as {@code roi.insert}. */
    String methodName();

    /** What a repetition of the call has, too, and no other call of the method; empty if each counts, however alike. */
    Optional<String> duplicateKey();

    /** What people know it by: the order id. */
    String reference();

    /** By element name, in their order, as they travel. */
    Map<String, String> arguments();

    /** The JSON form, on one line. Made without any library, so that it can always be had. */
    String toJson();
}
