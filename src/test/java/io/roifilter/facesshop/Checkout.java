package io.roifilter.facesshop;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.math.BigDecimal;

/** The bean of a shop in Faces, which makes an order and shows it; it needs no class of Faces. */
@Named
@RequestScoped
public class Checkout {
    @Inject
    private HttpServletRequest request;

    private Order order;

    /** What a page shows. */
    public static final class Order implements Serializable {
        private static final long serialVersionUID = 1;

        /** As the page has it. */
        public String getId() {
            return "1123";
        }

        /** The same. */
        public BigDecimal getTotal() {
            return new BigDecimal("152.99");
        }
    }

    /** Makes an order, and shows it at the address of the page that the form is in. */
    public String place() {
        order = new Order();
        return "thank-you";
    }

    /** Makes an order, keeps it as what is put into {@code sessionMap}, and leads to the page that shows it. */
    public String placeAndLead() {
        request.getSession().setAttribute("lastOrder", new Order());
        return "thank-you?faces-redirect=true";
    }

    /** What a page shows. */
    public Order getOrder() {
        return order;
    }

    /** As what looks an order up. */
    public void find() {
        order = new Order();
    }
}
