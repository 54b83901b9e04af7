package io.closedloop.lead.admin;

import io.closedloop.lead.instances.SeenInstance;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** One instance. */
@Schema(name = "Instance", description = "An instance of the service.")
record InstanceView(
        @Schema(description = "Stays the same for a data directory.")
        UUID id,

        @Schema(description = "As set by closedloop.instance-name; the host's name without it.")
        String name,

        Instant startedAt,

        @Schema(description = "When it last said how it stands, by the database's clock.")
        Instant seenAt,

        @Schema(description = "Whether that was within the last ten seconds.")
        boolean present) {
    static InstanceView of(SeenInstance seen) {
        return new InstanceView(
                seen.instance().id(),
                seen.instance().name(),
                seen.instance().startedAt(),
                seen.seenAt(),
                seen.present());
    }
}
