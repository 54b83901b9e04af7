package io.closedloop.lead.admin;

import io.closedloop.lead.columnstore.DeadLetter;
import io.closedloop.lead.instances.Order;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dead letter: an event that the read models of one or more instances lack. */
@Schema(name = "DeadLetter", description = "A dead letter: an event that read models lack.")
record DeadLetterView(
        @Schema(description = "The event's id: the same on every instance.")
        UUID id,

        long position,
        @Schema(description = "The event's type.") String type,

        @Schema(description = "The lead that it belongs to; null for an event of a suppression.") @Nullable
        UUID leadId,

        @Schema(description = "The suppression that it belongs to; null for an event of a lead.") @Nullable
        UUID suppressionId,

        Instant recordedAt,
        List<OnInstance> instances,

        @Schema(description = "What was ordered about it in the last 30 days, latest first.")
        List<Ordered> orders) {
    DeadLetterView {
        instances = List.copyOf(instances);
        orders = List.copyOf(orders);
    }

    /** Some of them. */
    @Schema(name = "DeadLetters", description = "A part of the list of dead letters.")
    record Page(
            List<DeadLetterView> items,

            @Schema(description = "Give it back as `after` for the ones that follow; null at the end.") @Nullable
            Long nextAfter) {
        Page {
            items = List.copyOf(items);
        }
    }

    /** How it stands on one instance. */
    @Schema(name = "DeadLetterOnInstance", description = "How an instance stands to the event.")
    record OnInstance(
            @Schema(description = "The instance's id.") UUID id,
            @Schema(description = "Its name.") String name,

            @Schema(
                    description =
                            "PARKED: the event could not be written, and later events of its lead wait. DISCARDED: it was given up; reports of this "
                                    + "instance lack it.",
                    allowableValues = {"PARKED", "DISCARDED"})
            DeadLetter.State state,

            @Schema(description = "What went wrong, without the event's content.")
            String cause,

            @Schema(description = "By the instance's clock.")
            Instant parkedAt,

            @Schema(description = "How many later events of its lead or suppression wait.")
            long waiting) {}

    /** An order about it, on one instance. */
    @Schema(name = "DeadLetterOrder", description = "An order about the event, and its outcome.")
    record Ordered(
            @Schema(description = "The instance's id.") UUID instance,
            @Schema(allowableValues = {"RETRY", "DISCARD"}) Order.Kind kind,
            Order.State state,
            String orderedBy,
            Instant orderedAt,
            @Nullable Instant endedAt,

            @Schema(description = "The outcome, in words.") @Nullable
            String outcome) {
        static Ordered of(Order order) {
            return new Ordered(
                    order.instance(),
                    order.kind(),
                    order.state(),
                    order.by(),
                    order.orderedAt(),
                    order.endedAt(),
                    order.outcome());
        }
    }
}
