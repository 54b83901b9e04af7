package io.closedloop.lead.commands;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.Milestone;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The bodies of the commands that move an open lead between marketing and sales, or out and back. */
sealed interface FunnelBody extends CommandBody {
    @Schema(name = "QualifyMarketing", example = """
            {"note": "asked for a quote"}""")
    record QualifyMarketingBody(
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note) implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.QualifyMarketing(id, occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "AssignLead", example = """
            {"rep": "r-17"}""")
    record AssignLeadBody(
            @Schema(example = "rep-7", maxLength = Rep.MAX_LENGTH, requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String rep,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.AssignLead(id, fields.requiredRep("/rep", rep), occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "AcceptLead", example = """
            {"rep": "r-17"}""")
    record AcceptLeadBody(
            @Schema(example = "rep-7", maxLength = Rep.MAX_LENGTH, requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String rep,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.AcceptLead(id, fields.requiredRep("/rep", rep), occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "RejectLead", example = """
            {"disposition": "RECYCLE", "reason": "SENT_TOO_EARLY", "rootCause": "SENT_TOO_EARLY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
    record RejectLeadBody(
            @Schema(implementation = Disposition.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String disposition,

            @Schema(
                    description = "a recycle or a disqualify reason of the playbook, by the disposition",
                    example = "SENT_TOO_EARLY",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(description = "a root cause of the playbook") @Nullable
            String rootCause,

            @Schema(format = RFC3339, description = "RECYCLE only") @Nullable
            String resumeNotBefore,

            @Schema(format = RFC3339, description = "DISQUALIFY only, where the reason may expire") @Nullable
            String expiresAt,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RejectLead(
                    id,
                    fields.required("/disposition", disposition, Disposition.class),
                    fields.text("/reason", reason),
                    rootCause,
                    fields.instant("/resumeNotBefore", resumeNotBefore),
                    fields.instant("/expiresAt", expiresAt),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "QualifySales", example = """
            {"rep": "r-17", "checklist": {"budget": true}, "expectedAmount": {"amount": "12000.00", "currency": "USD"}, "expectedCloseDate": "2026-09-30"}""")
    record QualifySalesBody(
            @Schema(description = "the owner where it is left out; needed where there is none", example = "rep-7")
            @Nullable
            String rep,

            @Schema(description = "criterion → met") @Nullable
            Map<String, @Nullable Boolean> checklist,

            @Nullable MoneyBody expectedAmount,
            @Schema(format = "date") @Nullable String expectedCloseDate,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public List<String> misshapen() {
            return JsonShapes.misshapen("/checklist", checklist, false);
        }

        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            Map<String, Boolean> criteria = new TreeMap<>();
            if (checklist != null) {
                checklist.forEach((criterion, met) -> {
                    if (criteria.put(Text.code(criterion), Objects.requireNonNull(met)) != null) {
                        fields.error("/checklist", "two criteria are the same but for blanks at their ends");
                    }
                });
            }
            return new LeadCommand.QualifySales(
                    id,
                    fields.rep("/rep", rep),
                    criteria,
                    fields.money("/expectedAmount", expectedAmount),
                    fields.date("/expectedCloseDate", expectedCloseDate),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "ReviseOpportunity", example = """
            {"expectedAmount": {"amount": "15000.00", "currency": "USD"}, "milestone": "PROPOSAL"}""")
    record ReviseOpportunityBody(
            @Nullable MoneyBody expectedAmount,
            @Schema(format = "date") @Nullable String expectedCloseDate,

            @Schema(implementation = Milestone.class) @Nullable
            String milestone,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.ReviseOpportunity(
                    id,
                    fields.money("/expectedAmount", expectedAmount),
                    fields.date("/expectedCloseDate", expectedCloseDate),
                    fields.constant("/milestone", milestone, Milestone.class),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "DisqualifyLead", example = """
            {"reason": "OUT_OF_TERRITORY", "expiresAt": "2030-01-01T00:00:00Z"}""")
    record DisqualifyLeadBody(
            @Schema(
                    description = "a disqualify reason of the playbook",
                    example = "POOR_FIT",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(format = RFC3339, description = "where the reason may expire") @Nullable
            String expiresAt,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.DisqualifyLead(
                    id,
                    fields.text("/reason", reason),
                    fields.instant("/expiresAt", expiresAt),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "RecycleLead", example = """
            {"reason": "NOT_READY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
    record RecycleLeadBody(
            @Schema(
                    description = "a recycle reason of the playbook",
                    example = "TIMING",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(format = RFC3339) @Nullable String resumeNotBefore,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RecycleLead(
                    id,
                    fields.text("/reason", reason),
                    fields.instant("/resumeNotBefore", resumeNotBefore),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "ReinstateLead", example = """
            {"justification": "The company has opened an office in our territory."}""")
    record ReinstateLeadBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String justification,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.ReinstateLead(
                    id, fields.text("/justification", justification), occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }
}
