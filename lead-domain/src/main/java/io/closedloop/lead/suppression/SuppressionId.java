package io.closedloop.lead.suppression;

import java.util.UUID;

public record SuppressionId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
