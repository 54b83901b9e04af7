package io.closedloop.lead.identity;

import java.util.UUID;

/** The id of a lead, chosen by the caller that registers it, or by the service. */
public record LeadId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
