package io.roifilter.strutsshop;

import java.math.BigDecimal;

/** The action of a shop in Struts, which shows an order; it needs no class of Struts. */
public final class ThankYouAction {
    /** What the view shows. */
    public static final class Order {
        /** As the view has it. */
        public String getId() {
            return "1123";
        }

        /** The same. */
        public BigDecimal getTotal() {
            return new BigDecimal("152.99");
        }
    }

    /** What Struts calls. */
    public String execute() {
        return "success";
    }

    /** What the view shows. */
    public Order getOrder() {
        return new Order();
    }
}
