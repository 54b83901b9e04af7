package io.closedloop.lead.commands;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The bodies of the commands that close a lead, and that come after. */
sealed interface ClosureBody extends CommandBody {
    @Schema(name = "CloseWon", example = """
            {"amount": {"amount": "1054.00", "currency": "USD"}}""")
    record CloseWonBody(
            @Schema(description = "0 or more", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            MoneyBody amount,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
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

    @Schema(name = "CloseLost", example = """
            {"reason": "COMPETITOR", "rootCause": "SLOW_FOLLOW_UP", "competitor": "Acme"}""")
    record CloseLostBody(
            @Schema(
                    description = "a loss reason of the playbook",
                    example = "PRICE",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(description = "a root cause of the playbook") @Nullable
            String rootCause,

            @Nullable String competitor,
            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
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

    @Schema(name = "ReopenLead", example = """
            {"justification": "The contract was never signed."}""")
    record ReopenLeadBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String justification,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
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
            @Schema(description = "why the closure is restated", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cause,

            @Nullable MoneyBody amount,

            @Schema(description = "a loss reason of the playbook") @Nullable
            String reason,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
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

    @Schema(name = "RecordRevenue", example = """
            {"revenueId": "inv-2027-01", "kind": "RENEWAL", "amount": {"amount": "1054.00", "currency": "USD"}}""")
    record RecordRevenueBody(
            @Schema(description = "unique within the lead; a repeat with the same id is harmless") @Nullable
            String revenueId,

            @Schema(implementation = RevenueKind.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String kind,

            @Schema(
                    description =
                            "greater than 0, a refund too, in the win's currency; a refund is at most what is left of the win's revenue",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            MoneyBody amount,

            @Schema(format = RFC3339) @Nullable String occurredAt,
            @Nullable String note)
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
