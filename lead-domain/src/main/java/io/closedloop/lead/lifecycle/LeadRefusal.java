package io.closedloop.lead.lifecycle;

import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;

/**
 * The refusals of a lead beside those that every decision may give. Nearly always the lead's stage does not allow the
 * command.
 */
public sealed interface LeadRefusal extends Refusal {
    @Override
    default RefusalCode code() {
        return RefusalCode.COMMAND_NOT_ALLOWED;
    }

    record NoSuchLead(LeadId leadId) implements LeadRefusal {
        @Override
        public RefusalCode code() {
            return RefusalCode.LEAD_NOT_FOUND;
        }

        @Override
        public String detail() {
            return "there is no lead " + leadId;
        }
    }

    record NotAllowedInStage(CommandKind command, Status status) implements LeadRefusal {
        @Override
        public String detail() {
            return "%s is not allowed in %s".formatted(command.commandName(), status);
        }
    }

    record RegisteredWithOtherContent(LeadId leadId) implements LeadRefusal {
        @Override
        public String detail() {
            return "lead %s is registered already, with other content; to change it, send UpdateContact or UpdateAttributes"
                    .formatted(leadId);
        }
    }

    record TouchRecordedWithOtherContent(String touchId) implements LeadRefusal {
        @Override
        public String detail() {
            return "this lead has a touch %s already, with other content; a new touch needs an id of its own"
                    .formatted(touchId);
        }
    }

    record RevenueRecordedWithOtherContent(String revenueId) implements LeadRefusal {
        @Override
        public String detail() {
            return "this lead has revenue %s already, with other content; new revenue needs an id of its own"
                    .formatted(revenueId);
        }
    }

    record NotReversible(String reason) implements LeadRefusal {
        @Override
        public String detail() {
            return "a disqualification for %s is never taken back".formatted(reason);
        }
    }

    record NothingToAmend(String value) implements LeadRefusal {
        @Override
        public String detail() {
            return "the closure says %s already; an amendment changes it".formatted(value);
        }

        static NothingToAmend of(Money amount) {
            return new NothingToAmend(amount.toString());
        }
    }
}
