package shop;

import io.roifilter.RoiCaptureFilter;
import io.roifilter.RoiInsertFilter;
import jakarta.servlet.Filter;
import java.math.BigDecimal;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Confirms orders on a page that states them for others, on one that does not, and in JSON. */
@SpringBootApplication
@Controller
public class Shop {
    public record Order(String id, BigDecimal total) {}

    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    @EventListener
    void isUp(WebServerInitializedEvent event) {
        System.out.println("up at http://127.0.0.1:" + event.getWebServer().getPort() + "/");
    }

    @GetMapping("/thank-you")
    String thankYou(@RequestParam("id") String id, Model model) {
        model.addAttribute("order", order(id));
        return "thank-you";
    }

    @GetMapping("/bare")
    String bare(@RequestParam("id") String id, Model model) {
        model.addAttribute("order", order(id));
        return "bare";
    }

    @PostMapping("/api/orders")
    ResponseEntity<Order> make(@RequestParam("id") String id) {
        return ResponseEntity.status(201).body(order(id));
    }

    private static Order order(String id) {
        return new Order(id, new BigDecimal("64.00"));
    }

    /** What the shop has of roi-filter; the other settings are server.servlet.context-parameters. */
    @Configuration
    @ConditionalOnProperty("shop.tracked")
    static class Tracking {
        @Bean
        FilterRegistrationBean<RoiCaptureFilter> clicks() {
            return first(new RoiCaptureFilter(), "clicks", "/*");
        }

        @Bean
        FilterRegistrationBean<RoiInsertFilter> orders() {
            return first(new RoiInsertFilter(), "orders", "/thank-you");
        }

        @Bean
        FilterRegistrationBean<RoiInsertFilter> bareOrders() {
            FilterRegistrationBean<RoiInsertFilter> bean = first(new RoiInsertFilter(), "bare", "/bare");
            bean.setInitParameters(
                    Map.of("orderId", "${page.text('#order-number')}", "amount", "${page.text('.total')}"));
            return bean;
        }

        @Bean
        FilterRegistrationBean<RoiInsertFilter> ordersOfScripts() {
            FilterRegistrationBean<RoiInsertFilter> bean = first(new RoiInsertFilter(), "scripts", "/api/orders");
            bean.setInitParameters(Map.of("orderId", "${page.json.id}", "amount", "${page.json.total}"));
            return bean;
        }

        private static <T extends Filter> FilterRegistrationBean<T> first(T filter, String name, String urlPattern) {
            FilterRegistrationBean<T> bean = new FilterRegistrationBean<>(filter);
            bean.setName(name);
            bean.addUrlPatterns(urlPattern);
            bean.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return bean;
        }
    }
}
