package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
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

    /** The digest by which it is told from other revenue of the same id. */
    long digest() {
        return digest(kind, amount);
    }

    static long digest(RevenueKind kind, Money amount) {
        return Fingerprints.contentOf(kind, amount);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
