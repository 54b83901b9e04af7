package io.closedloop.lead.commands.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.LeadCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a lead command as it is sent. Each body is a room of its own: which fields there are and of which JSON
 * type, the endpoint of a single one, and what it means for the order of lines in bulk. What the fields' values must be
 * is said by the domain, which {@link #toCommand} asks.
 *
 * <p>The schema of a body has the command's name; by that {@link CommandBodies} knows which belongs to which.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface CommandBody
        permits BeginningBody,
                RecordTouchBody,
                UpdateContactBody,
                UpdateAttributesBody,
                QualifyMarketingBody,
                AssignLeadBody,
                AcceptLeadBody,
                RejectLeadBody,
                QualifySalesBody,
                ReviseOpportunityBody,
                CloseWonBody,
                CloseLostBody,
                DisqualifyLeadBody,
                RecycleLeadBody,
                ReinstateLeadBody,
                ReopenLeadBody,
                AmendClosureBody,
                RecordRevenueBody {
    String RFC3339 = "date-time";
    String OCCURRED_AT = "When it happened in the business; now where it is left out.";
    String NOTE = "A free text; sealed in the log.";
    String QUESTIONS = "Topics that were asked about; kept in clear, so no personal data.";
    String ATTRIBUTES =
            "Texts, numbers and booleans under free names, kept in clear, so no personal data. " + "Names have "
                    + Attributes.MAX_NAME_LENGTH + " characters at most, texts " + Attributes.MAX_VALUE_LENGTH + ".";

    @Nullable
    String occurredAt();

    @Nullable
    String note();

    default CommandKind commandKind() {
        return CommandBodies.kindOf(getClass());
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

    /** What it has to do with who is who, by which lines of a bulk request keep their order. */
    default Bearing bearing() {
        return Bearing.NONE;
    }
}
