package io.roifilter.container.shop;

import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A shop in Spring MVC: its JSP views see the model, and after a redirect the flash attributes, as request attributes. */
@Controller
public final class OrderController {
    private final AtomicInteger orders = new AtomicInteger();

    /** What the model holds. */
    public static final class PlacedOrder {
        private final String id;
        private final String customer;
        private final BigDecimal totalPrice;

        PlacedOrder(String id, String customer, int quantity) {
            this.id = id;
            this.customer = customer;
            totalPrice = new BigDecimal("32.00").multiply(BigDecimal.valueOf(quantity));
        }

        public String getId() {
            return id;
        }

        public String getCustomer() {
            return customer;
        }

        public BigDecimal getTotalPrice() {
            return totalPrice;
        }
    }

    /** For Spring. */
    public OrderController() {}

    @GetMapping("/catalogue")
    public String catalogue() {
        return "catalogue";
    }

    /** Answers with the confirmation itself. */
    @PostMapping("/thank-you")
    public String buy(@RequestParam("quantity") int quantity, @RequestParam("name") String name, Model model) {
        model.addAttribute("order", place(quantity, name));
        return "thank-you";
    }

    /** Answers with a redirect to the confirmation. */
    @PostMapping("/checkout")
    public String checkOut(
            @RequestParam("quantity") int quantity, @RequestParam("name") String name, RedirectAttributes redirect) {
        redirect.addFlashAttribute("order", place(quantity, name));
        return "redirect:/done";
    }

    /** Once with the order; after a reload without. */
    @GetMapping("/done")
    public String done() {
        return "thank-you";
    }

    private PlacedOrder place(int quantity, String name) {
        return new PlacedOrder("mvc-" + orders.incrementAndGet(), name, quantity);
    }
}
