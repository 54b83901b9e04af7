package io.closedloop.lead.admin;

import io.closedloop.lead.log.LogHead;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** The end of the log. */
@Schema(name = "LogHead", description = "The last position of the log.")
record HeadView(
        @Schema(description = "The position of the last event; 0 in an empty log.")
        long position,

        @Schema(description = "The number of the last transaction.")
        long batch,

        @Schema(description = "No event is recorded at or before this instant any more.")
        Instant recordedAt,

        @Schema(description = "The log's epoch: another one once the log has been set back.")
        UUID epoch) {
    static HeadView of(LogHead head) {
        return new HeadView(head.position(), head.batch(), head.recordedAt(), head.epoch());
    }
}
