package io.closedloop.lead.door;

import org.apache.catalina.connector.Connector;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the door in front of the container. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DoorProperties.class)
class DoorConfiguration {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> door(DoorProperties limits) {
        return factory -> {
            factory.setProtocol(DoorProtocol.class.getName());
            factory.addEngineValves(new DoorValve());
            factory.addConnectorCustomizers(connector -> hold(connector, limits));
        };
    }

    private static void hold(Connector connector, DoorProperties limits) {
        if (!(connector.getProtocolHandler() instanceof DoorProtocol door)) {
            throw new IllegalStateException("the container listens past the door");
        }
        door.hold(limits);
        // Nobody looks for parameters in a body, as the container would when asked for one.
        connector.setParseBodyMethods("");
    }
}
