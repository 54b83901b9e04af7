package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.commands.Target;
import io.closedloop.lead.commands.body.CommandBody;
import io.closedloop.lead.commands.body.LiftSuppressionBody;
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
}
