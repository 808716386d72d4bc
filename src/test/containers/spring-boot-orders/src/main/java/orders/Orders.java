package orders;

import jakarta.servlet.http.HttpSession;
import java.math.BigDecimal;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Has an order in the session of Spring Session, and nowhere else; its pages are behind Spring Security. */
@SpringBootApplication
@EnableSpringHttpSession
@RestController
public class Orders {
    public record Order(String id, BigDecimal total) {}

    public static void main(String[] arguments) {
        SpringApplication.run(Orders.class, arguments);
    }

    @EventListener
    void isUp(ApplicationReadyEvent event) {
        System.out.println("up at http://127.0.0.1:"
                + event.getApplicationContext().getEnvironment().getProperty("local.server.port") + "/");
    }

    @Bean
    MapSessionRepository sessionRepository() {
        return new MapSessionRepository(new ConcurrentHashMap<>());
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/account")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    @GetMapping({"/", "/account"})
    String home() {
        return "a shop";
    }

    @PostMapping("/checkout")
    String checkout(@RequestParam("id") String id, HttpSession session) {
        session.setAttribute("order", new Order(id, new BigDecimal("64.00")));
        return "paid";
    }

    @GetMapping("/thank-you")
    String thankYou() {
        return "thank you";
    }
}
