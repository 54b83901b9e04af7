package io.closedloop.lead.commands;

import io.closedloop.lead.http.KnownReasons;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The bodies of the commands that close a lead, and that come after. */
sealed interface ClosureBody extends CommandBody {
    @Schema(name = "CloseWon", description = "Closes an opportunity as won.", example = """
            {"amount": {"amount": "1054.00", "currency": "USD"}}""")
    record CloseWonBody(
            @Schema(description = "0 or more", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            MoneyBody amount,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements ClosureBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.CloseWon(id, fields.requiredMoney("/amount", amount), occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "CloseLost", description = "Closes an opportunity as lost.", example = """
            {"reason": "COMPETITOR", "rootCause": "SLOW_FOLLOW_UP", "competitor": "Acme"}""")
    record CloseLostBody(
            @KnownReasons(ReasonClass.LOSS)
            @Schema(
                    description = "A loss reason of the playbook.",
                    maxLength = Text.MAX_CODE,
                    example = "PRICE",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @KnownReasons(ReasonClass.ROOT_CAUSE)
            @Schema(description = "A root cause of the playbook.", maxLength = Text.MAX_CODE)
            @Nullable
            String rootCause,

            @Schema(description = "Who won instead; sealed in the log.", maxLength = Text.MAX_CODE) @Nullable
            String competitor,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements ClosureBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.CloseLost(
                    id, fields.text("/reason", reason), rootCause, competitor, occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "ReopenLead", description = "Voids a closure.", example = """
            {"justification": "The contract was never signed."}""")
    record ReopenLeadBody(
            @Schema(
                    description = "Why the closure is void; sealed in the log.",
                    maxLength = Text.MAX_PROSE,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String justification,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements ClosureBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.ReopenLead(
                    id, fields.text("/justification", justification), occurredAt(fields), note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(
            name = "AmendClosure",
            example = """
            {"cause": "The invoice was lower.", "amount": {"amount": "990.00", "currency": "USD"}}""",
            description = "Gives the new amount of a win or the new reason of a loss.")
    record AmendClosureBody(
            @Schema(
                    description = "Why the closure is restated; sealed in the log.",
                    maxLength = Text.MAX_PROSE,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String cause,

            @Schema(description = "The new amount of a win, 0 or more; of a win only.") @Nullable
            MoneyBody amount,

            @KnownReasons(ReasonClass.LOSS)
            @Schema(description = "A loss reason of the playbook; of a loss only.", maxLength = Text.MAX_CODE)
            @Nullable
            String reason,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements ClosureBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.AmendClosure(
                    id,
                    fields.text("/cause", cause),
                    fields.money("/amount", amount),
                    reason,
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }

    @Schema(name = "RecordRevenue", description = "Records later revenue of a won lead.", example = """
            {"revenueId": "inv-2027-01", "kind": "RENEWAL", "amount": {"amount": "1054.00", "currency": "USD"}}""")
    record RecordRevenueBody(
            @Schema(
                    description = "Unique within the lead; a repeat with the same id is harmless.",
                    maxLength = Text.MAX_CODE)
            @Nullable
            String revenueId,

            @Schema(
                    implementation = RevenueKind.class,
                    description = "What kind of revenue it is.",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String kind,

            @Schema(
                    description =
                            "greater than 0, a refund too, in the win's currency; a refund is at most what is left of the win's revenue",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            MoneyBody amount,

            @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
            String occurredAt,

            @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
            String note)
            implements ClosureBody {
        @Override
        public LeadCommand toCommand(LeadId id, FieldReader fields) {
            return new LeadCommand.RecordRevenue(
                    id,
                    revenueId,
                    fields.required("/kind", kind, RevenueKind.class),
                    fields.requiredMoney("/amount", amount),
                    occurredAt(fields),
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.wholly(this);
        }
    }
}
