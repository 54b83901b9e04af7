package io.closedloop.lead.commands;

import io.closedloop.lead.axon.TimeOrderedIdentifiers;
import io.closedloop.lead.commands.body.CommandBody;
import io.closedloop.lead.commands.body.ExternalRefBody;
import io.closedloop.lead.commands.body.LiftSuppressionBody;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.text.Unsaid;
import org.jspecify.annotations.Nullable;

/** One line of a bulk request, read. */
sealed interface BulkLine {
    @Nullable
    String idempotencyKey();

    /** @param target the lead that the command is for */
    record ForLead(
            CommandBody body, Target target, @Nullable String idempotencyKey) implements BulkLine {
        @Override
        public String toString() {
            return Unsaid.in(this, "idempotencyKey");
        }
    }

    record ForSuppression(
            SuppressionId suppressionId,
            LiftSuppressionBody body,
            @Nullable String idempotencyKey) implements BulkLine {
        @Override
        public String toString() {
            return Unsaid.in(this, "idempotencyKey");
        }
    }

    /** Which lead a command is for. */
    sealed interface Target {
        record ById(LeadId leadId) implements Target {}

        /** The open lead that holds the reference, else the latest registered that held it. */
        record ByExternalRef(ExternalRefBody ref) implements Target {}
    }

    /** The id of a registration that leaves it to the service. */
    static LeadId newLeadId() {
        return new LeadId(TimeOrderedIdentifiers.next());
    }
}
