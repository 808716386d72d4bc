package io.roifilter.flowshop;

import java.io.Serializable;
import java.math.BigDecimal;

/** What the flow of a shop in Spring Web Flow calls; it needs no class of Spring. */
public final class Bookings {
    /** What the flow keeps. */
    public static final class Booking implements Serializable {
        private static final long serialVersionUID = 1;

        /** As the view has it. */
        public String getId() {
            return "1123";
        }

        /** The same. */
        public BigDecimal getTotal() {
            return new BigDecimal("152.99");
        }
    }

    /** A booking that is not yet paid. */
    public Booking draft() {
        return new Booking();
    }
}
