package io.closedloop.lead.commands.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.lead.lifecycle.Acceptance;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.Outcome;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.StageName;
import io.closedloop.lead.playbook.Playbook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a lead command: where the lead is now, and what was recorded. */
@Schema(name = "CommandAnswer", description = "Where the lead is now, and what was recorded.")
public record CommandAnswer(
        UUID leadId,

        @Schema(description = "the number of the lead's events")
        long version,

        @Schema(description = "the position of the lead's last event in the log; null on a dry run") @Nullable
        Long position,

        StageName stage,
        @Nullable Acceptance acceptance,
        @Nullable Outcome outcome,
        int pass,
        @Nullable String owner,

        @Schema(description = "the types of the events that were recorded; none for a repeat")
        List<String> events,

        @Schema(description = "the commands that the lead's stage allows")
        List<String> allowedCommands,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "true on a dry run, else left out") @Nullable
        Boolean dryRun) {
    /** The answer but for its position, which nobody knows before the log has judged. */
    public static CommandAnswer of(Lead lead, List<String> events, Playbook playbook, boolean dryRun) {
        Rep owner = lead.owner();
        return new CommandAnswer(
                lead.id().value(),
                lead.version(),
                null,
                lead.stage().stageName(),
                lead.stage().acceptance(),
                lead.stage().outcome(),
                lead.pass(),
                owner == null ? null : owner.code(),
                events,
                lead.allowedCommands(playbook).stream()
                        .map(CommandKind::commandName)
                        .toList(),
                dryRun ? true : null);
    }
}
