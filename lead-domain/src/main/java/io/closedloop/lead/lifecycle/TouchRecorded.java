package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param reachedHuman whether a person was reached; null where nobody said
 * @param channel the channel that it came by; null where nobody said
 */
@Revision(2)
public record TouchRecorded(
        LeadId leadId,
        Instant occurredAt,
        int pass,
        String touchId,
        TouchType type,
        TouchedBy by,
        @Nullable Boolean reachedHuman,
        @Nullable Channel channel,
        @Nullable String campaign,
        @Nullable String content,
        List<String> questions,
        @Personal @Nullable String note)
        implements LeadEvent {
    @Override
    public void changes(Lead.Next lead) {
        lead.touched(this);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
