package io.closedloop.lead.queries;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as readers see them. */
public final class EventViews {
    private EventViews() {}

    /**
     * An event of the log in the form of CloudEvents 1.0.
     *
     * @param subject the lead that it is about; of a suppression's event, the disqualified lead
     * @param time when it happened in the business
     * @param sequence its place in its own stream, from 0
     * @param revision the revision of the type that {@code data} has, which is the present one
     */
    @Schema(name = "CloudEvent")
    public record CloudEvent(
            @Schema(allowableValues = "1.0") String specversion,
            UUID id,
            String type,
            String source,
            String subject,
            Instant time,
            String datacontenttype,
            long position,
            Instant recordedat,
            long sequence,
            String revision,

            @Schema(type = "object", description = "The event's own fields; docs/events.md lists them by type.")
            @JsonRawValue
            String data) {
        @Override
        public String toString() {
            return Unsaid.in(this, "data");
        }
    }

    /**
     * A part of the log.
     *
     * @param position that of the last item: the next request's {@code after}
     */
    @Schema(name = "EventPage")
    public record EventPage(List<CloudEvent> items, long position) {}

    /**
     * An event of a lead's history.
     *
     * @param revision the revision of the type that {@code data} has, which is the present one
     * @param actor the name of the key that it came from
     * @param role the role that permitted it
     * @param before the lead before it; null before its registration
     */
    @Schema(name = "HistoryItem")
    record HistoryItem(
            long sequence,
            long position,
            UUID eventId,
            String type,
            String revision,
            Instant occurredAt,
            Instant recordedAt,
            String actor,
            String role,
            @Nullable String correlationId,
            @Nullable String causationId,
            @Nullable String idempotencyKey,

            @Schema(type = "object", description = "The event's own fields; docs/events.md lists them by type.")
            @JsonRawValue
            String data,

            @Nullable LeadView before,
            LeadView after) {
        @Override
        public String toString() {
            return Unsaid.in(this, "data", "idempotencyKey");
        }
    }

    static CloudEvent cloudEvent(ReadEvent event, String revision, String data) {
        return new CloudEvent(
                "1.0",
                UUID.fromString(event.stored().eventId()),
                event.stored().type(),
                "/v1/leads",
                subject(event.payload()),
                event.stored().occurredAt(),
                "application/json",
                event.stored().position(),
                event.stored().recordedAt(),
                event.stored().sequence(),
                revision,
                data);
    }

    static HistoryItem historyItem(LogReader.Step step, String revision, String data) {
        ReadEvent event = step.event();
        LogReader.Known before = step.before();
        return new HistoryItem(
                event.stored().sequence(),
                event.stored().position(),
                UUID.fromString(event.stored().eventId()),
                event.stored().type(),
                revision,
                event.stored().occurredAt(),
                event.stored().recordedAt(),
                String.valueOf(event.envelope("actorName")),
                String.valueOf(event.envelope("role")),
                event.envelope("correlationId"),
                event.envelope("causationId"),
                event.envelope("idempotencyKey"),
                data,
                before == null ? null : LeadView.of(before.lead(), before.position(), true),
                LeadView.of(step.after().lead(), step.after().position(), true));
    }

    private static String subject(Object event) {
        return switch (event) {
            case LeadEvent lead -> lead.leadId().toString();
            case SuppressionEvent suppression -> suppression.leadId().toString();
            default -> throw new IllegalStateException(event.getClass() + " is no event of the log");
        };
    }
}
