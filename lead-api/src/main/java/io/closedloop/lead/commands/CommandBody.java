package io.closedloop.lead.commands;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.LeadCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a lead command as it is sent. Its records say which fields there are and of which JSON type; what their
 * values must be is said by the domain, which {@link #toCommand} asks.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface CommandBody permits LeadDataBody, FunnelBody, ClosureBody {
    String RFC3339 = "date-time";
    String OCCURRED_AT = "When it happened in the business; now where it is left out.";
    String NOTE = "A free text; sealed in the log.";
    String QUESTIONS = "Topics that were asked about; kept in clear, so no personal data.";

    @Nullable
    String occurredAt();

    @Nullable
    String note();

    default CommandKind commandKind() {
        return CommandBodies.kindOf(this);
    }

    /** When it occurred, where the caller says so. */
    default @Nullable Instant occurredAt(FieldReader fields) {
        return fields.instant("/occurredAt", occurredAt());
    }

    /** The command, if {@code fields} has no errors afterwards. */
    LeadCommand toCommand(LeadId leadId, FieldReader fields);

    /**
     * JSON pointers of values of a wrong JSON type that the records' own types let through: elements of maps and lists.
     */
    default List<String> misshapen() {
        return List.of();
    }
}
