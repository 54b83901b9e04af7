package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Fingerprints.Print;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A won lead brought more, or got some of it back. */
public record RevenueRecorded(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        int playbookVersion,
        String revenueId,
        RevenueKind kind,
        Money amount,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.revenue(this);
    }

    /** By what it is told from other revenue of the same id. */
    Print print() {
        return print(revenueId, kind, amount);
    }

    static Print print(String revenueId, RevenueKind kind, Money amount) {
        return Print.of(revenueId, kind, amount);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
