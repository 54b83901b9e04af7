package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CorrelationFilterTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void takesTheCallersIdElseTheTracesElseANewOne() {
        assertThat(CorrelationFilter.read("order 17", TRACE)).isEqualTo(new Correlation("order 17", TRACE));
        assertThat(CorrelationFilter.read(null, TRACE).id()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(CorrelationFilter.read(null, null).id()).hasSize(36);
    }

    @Test
    void aBrokenIdOrTraceIsAsGoodAsNone() {
        assertThat(CorrelationFilter.read("", null).id()).hasSize(36);
        assertThat(CorrelationFilter.read("x".repeat(129), null).id()).hasSize(36);
        assertThat(CorrelationFilter.read("x".repeat(128), null).id()).hasSize(128);
        assertThat(CorrelationFilter.read("é", null).id()).hasSize(36);
        assertThat(CorrelationFilter.read("x", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")
                        .traceparent())
                .isNull();
    }
}
