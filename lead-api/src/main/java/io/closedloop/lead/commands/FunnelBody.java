package io.closedloop.lead.commands;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.Milestone;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.playbook.ReasonClass;
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
    @Schema(name = "QualifyMarketing", description = "Hands a lead to sales.", example = """
            {"note": "asked for a quote"}""")
    record QualifyMarketingBody(
            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements FunnelBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.QualifyMarketing(id, occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "AssignLead", description = "Assigns a lead to a rep.", example = """
            {"rep": "r-17"}""")
    record AssignLeadBody(
            @Schema(
                    description = "The rep's code.",
                    example = "rep-7",
                    maxLength = Rep.MAX_LENGTH,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String rep,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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

    @Schema(name = "AcceptLead", description = "Takes a marketing-qualified lead over.", example = """
            {"rep": "r-17"}""")
    record AcceptLeadBody(
            @Schema(
                    description = "The rep's code.",
                    example = "rep-7",
                    maxLength = Rep.MAX_LENGTH,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String rep,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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

    @Schema(name = "RejectLead", description = "Sends a marketing-qualified lead back, or out.", example = """
            {"disposition": "RECYCLE", "reason": "SENT_TOO_EARLY", "rootCause": "SENT_TOO_EARLY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
    record RejectLeadBody(
            @Schema(
                    implementation = Disposition.class,
                    description = "Whether the lead goes to nurture or is disqualified.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String disposition,

            @KnownReasons({ReasonClass.RECYCLE, ReasonClass.DISQUALIFY})
            @Schema(
                    description =
                            "A reason of the playbook, for recycling or for disqualification as the disposition says.",
                    maxLength = Text.MAX_CODE,
                    example = "SENT_TOO_EARLY",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @KnownReasons(ReasonClass.ROOT_CAUSE)
            @Schema(description = "A root cause of the playbook.", maxLength = Text.MAX_CODE)
            @Nullable
            String rootCause,

            @Schema(format = RFC3339, description = "When to take the lead up again; with RECYCLE only.") @Nullable
            String resumeNotBefore,

            @Schema(
                    format = RFC3339,
                    description = "When the suppressions end; with DISQUALIFY only, where the reason may expire.")
            @Nullable
            String expiresAt,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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

    @Schema(name = "QualifySales", description = "Works a lead as an opportunity.", example = """
            {"rep": "r-17", "checklist": {"budget": true}, "expectedAmount": {"amount": "12000.00", "currency": "USD"}, "expectedCloseDate": "2026-09-30"}""")
    record QualifySalesBody(
            @Schema(
                    description = "Without it, the owner; required where the lead has no owner.",
                    example = "rep-7",
                    maxLength = Rep.MAX_LENGTH)
            @Nullable
            String rep,

            @Schema(
                    description = "For each criterion, whether it is met.",
                    maxProperties = LeadCommand.QualifySales.MAX_CHECKLIST)
            @Nullable
            Map<String, @Nullable Boolean> checklist,

            @Schema(description = "What the deal is expected to bring, 0 or more.") @Nullable
            MoneyBody expectedAmount,

            @Schema(format = "date", description = "When it is expected to be closed.") @Nullable
            String expectedCloseDate,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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
                        fields.error("/checklist", "two criteria differ only in blanks at their ends");
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

    @Schema(
            name = "ReviseOpportunity",
            description = "Restates what sales expects; at least one field beside note and occurredAt.",
            example = """
            {"expectedAmount": {"amount": "15000.00", "currency": "USD"}, "milestone": "PROPOSAL"}""")
    record ReviseOpportunityBody(
            @Schema(description = "What the deal is expected to bring, 0 or more.") @Nullable
            MoneyBody expectedAmount,

            @Schema(format = "date", description = "When it is expected to be closed.") @Nullable
            String expectedCloseDate,

            @Schema(implementation = Milestone.class, description = "How far sales has come.") @Nullable
            String milestone,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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

    @Schema(name = "DisqualifyLead", description = "Disqualifies a lead and suppresses its identities.", example = """
            {"reason": "OUT_OF_TERRITORY", "expiresAt": "2030-01-01T00:00:00Z"}""")
    record DisqualifyLeadBody(
            @KnownReasons(ReasonClass.DISQUALIFY)
            @Schema(
                    description = "A disqualify reason of the playbook.",
                    maxLength = Text.MAX_CODE,
                    example = "POOR_FIT",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(format = RFC3339, description = "When the suppressions end; where the reason may expire.") @Nullable
            String expiresAt,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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

    @Schema(name = "RecycleLead", description = "Sends a lead to nurture.", example = """
            {"reason": "NOT_READY", "resumeNotBefore": "2026-06-01T00:00:00Z"}""")
    record RecycleLeadBody(
            @KnownReasons(ReasonClass.RECYCLE)
            @Schema(
                    description = "A recycle reason of the playbook.",
                    maxLength = Text.MAX_CODE,
                    example = "TIMING",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(format = RFC3339, description = "When to take the lead up again.") @Nullable
            String resumeNotBefore,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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

    @Schema(name = "ReinstateLead", description = "Takes a disqualification back.", example = """
            {"justification": "The company has opened an office in our territory."}""")
    record ReinstateLeadBody(
            @Schema(
                    description = "Why it is taken back; sealed in the log.",
                    maxLength = Text.MAX_PROSE,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String justification,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
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
