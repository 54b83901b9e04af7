package io.closedloop.lead.queries;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * @param revision the revision of the type that {@code data} has: the present one, or that in which an event is
     *     stored which is not known here
     * @param role {@code SERVICE} where the event is the service's own; null where a key's role permitted it
     * @param causationid where the event is the service's own and follows from another one, that one's id
     */
    @Schema(name = "CloudEvent", description = "An event of the log in the form of CloudEvents 1.0.")
    public record CloudEvent(
            @Schema(allowableValues = "1.0") String specversion,
            @Schema(description = "The event's id.") UUID id,
            @Schema(description = "What happened.") String type,
            @Schema(description = "Where it comes from.") String source,

            @Schema(description = "The lead that it is about; of a suppression's event, the disqualified lead.")
            String subject,

            @Schema(description = "When it happened in the business.")
            Instant time,

            @Schema(description = "The media type of data.") String datacontenttype,
            @Schema(description = "Its place in the log.") long position,
            @Schema(description = "When it was recorded.") Instant recordedat,

            @Schema(description = "Its place in its own stream, from 0.")
            long sequence,

            @Schema(description = "The revision of the type that data has.")
            String revision,

            @Schema(
                    description =
                            "SERVICE where the event is the service's own; absent where a key's role permitted it.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String role,

            @Schema(description = "Where the event is the service's own and follows from another event, that one's id.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String causationid,

            @Schema(type = "object", description = "The event's own fields, by its type.") @JsonRawValue
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
     * @param epoch the next request's {@code epoch}
     */
    @Schema(name = "EventPage", description = "A part of the log.")
    public record EventPage(
            List<CloudEvent> items,
            long position,

            @Schema(description = "The log's epoch: another one once the log has been set back.")
            UUID epoch) {}

    /**
     * An event of a lead's history.
     *
     * @param revision the revision of the type that {@code data} has, which is the present one
     * @param actor the name of the key that it came from
     * @param role the role that permitted it
     * @param before the lead before it; null before its registration
     */
    @Schema(name = "HistoryItem", description = "An event of a lead's history.")
    record HistoryItem(
            @Schema(description = "Its place among the lead's events, from 0.")
            long sequence,

            @Schema(description = "Its place in the log.") long position,
            @Schema(description = "The event's id.") UUID eventId,
            @Schema(description = "What happened.") String type,

            @Schema(description = "The revision of the type that data has.")
            String revision,

            @Schema(description = "When it happened in the business.")
            Instant occurredAt,

            @Schema(description = "When it was recorded.") Instant recordedAt,

            @Schema(description = "The name of the key that it came from.")
            String actor,

            @Schema(description = "The role that permitted it; SERVICE where it is the service's own.")
            String role,

            @Schema(description = "What links it with other requests.") @Nullable
            String correlationId,

            @Schema(
                    description =
                            "What it came of; where the role is SERVICE, the id of the event that it followed from.")
            @Nullable
            String causationId,

            @Schema(description = "The idempotency key of the command.") @Nullable
            String idempotencyKey,

            @Schema(type = "object", description = "The event's own fields, by its type.") @JsonRawValue
            String data,

            @Schema(description = "The lead before it; null before its registration.") @Nullable
            LeadView before,

            @Schema(description = "The lead after it.") LeadView after) {
        @Override
        public String toString() {
            return Unsaid.in(this, "data", "idempotencyKey");
        }
    }

    /** @param envelope the event's metadata */
    static CloudEvent cloudEvent(
            StoredEvent event,
            String source,
            UUID subject,
            Map<String, String> envelope,
            String revision,
            String data) {
        boolean ofTheService = Role.SERVICE.name().equals(envelope.get(Envelope.ROLE));
        return new CloudEvent(
                "1.0",
                UUID.fromString(event.eventId()),
                event.type(),
                source,
                subject.toString(),
                event.occurredAt(),
                "application/json",
                event.position(),
                event.recordedAt(),
                event.sequence(),
                revision,
                ofTheService ? Role.SERVICE.name() : null,
                ofTheService ? envelope.get(Envelope.CAUSATION_ID) : null,
                data);
    }

    /** @param playbook the one in force */
    static HistoryItem historyItem(LogReader.Step step, String revision, String data, Playbook playbook) {
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
                before == null ? null : LeadView.of(before.lead(), before.position(), true, playbook),
                LeadView.of(step.after().lead(), step.after().position(), true, playbook));
    }
}
