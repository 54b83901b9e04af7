package io.closedloop.lead.tracing;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Switches OpenTelemetry off unless there is an endpoint to send traces to, because it would otherwise make spans for
 * every request that nobody ever sees.
 */
final class TracingSwitch implements EnvironmentPostProcessor, Ordered {
    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final String SWITCH = "management.opentelemetry.enabled";
    private static final String EXCLUDED = "spring.autoconfigure.exclude";
    /** Would otherwise work as a tracer without spans. */
    private static final String TRACER =
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String endpoint = environment.getProperty(ENDPOINT, "");
        if (endpoint.isBlank() && !environment.containsProperty(SWITCH)) {
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("no traces", Map.of(SWITCH, "false", EXCLUDED, TRACER)));
        }
    }

    /** Once everybody who brings settings has brought them. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
