package io.roifilter.outbox;

import io.roifilter.api.PayloadJson;

/** The JSON form of orders, made when it is first needed: loading the library delays no deployment. Thread-safe. */
final class Payloads {
    private PayloadJson json; // guarded by this

    synchronized PayloadJson json() {
        if (json == null) {
            json = new PayloadJson();
        }
        return json;
    }

    /** Frees it, until it is needed again. */
    synchronized void close() {
        if (json != null) {
            json.close();
            json = null;
        }
    }
}
