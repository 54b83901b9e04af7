package io.closedloop.lead;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication
public class ClosedLoopApplication {

    static void main(String[] args) {
        SpringApplication.run(ClosedLoopApplication.class, args);
    }
}
