package orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** An application without anything of its own, for WebFlux. */
@EnableAutoConfiguration
public class Reactive {
    public static void main(String[] arguments) {
        SpringApplication.run(Reactive.class, arguments);
    }

    @EventListener
    void isUp(ApplicationReadyEvent event) {
        System.out.println("up at http://127.0.0.1:"
                + event.getApplicationContext().getEnvironment().getProperty("local.server.port") + "/");
    }
}
