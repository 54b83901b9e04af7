package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.text.Text;
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

    /** The digest by which it is told from another touch of the same id. */
    long digest() {
        return digest(
                type,
                by,
                reachedHuman,
                channel,
                Text.codeOrNull(campaign),
                Text.codeOrNull(content),
                questions.stream().map(Text::code).toList());
    }

    /** As {@link #digest()}, of a touch with these fields, their codes without blanks at their ends. */
    static long digest(
            TouchType type,
            TouchedBy by,
            @Nullable Boolean reachedHuman,
            @Nullable Channel channel,
            @Nullable String campaign,
            @Nullable String content,
            List<String> questions) {
        return Fingerprints.contentOf(type, by, reachedHuman, channel, campaign, content, questions);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
