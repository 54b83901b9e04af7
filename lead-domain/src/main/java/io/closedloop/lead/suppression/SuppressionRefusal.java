package io.closedloop.lead.suppression;

import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.RefusalCode;

/** The refusals of a suppression beside those that every decision may give. */
public sealed interface SuppressionRefusal extends Refusal {
    @Override
    default RefusalCode code() {
        return RefusalCode.COMMAND_NOT_ALLOWED;
    }

    record NoSuchSuppression(SuppressionId suppressionId) implements SuppressionRefusal {
        @Override
        public RefusalCode code() {
            return RefusalCode.SUPPRESSION_NOT_FOUND;
        }

        @Override
        public String detail() {
            return "there is no suppression " + suppressionId;
        }
    }

    record NeverLifted(String reason) implements SuppressionRefusal {
        @Override
        public String detail() {
            return "a suppression for %s is never lifted".formatted(reason);
        }
    }

    record NotActive(SuppressionId suppressionId) implements SuppressionRefusal {
        @Override
        public String detail() {
            return "suppression %s has ended already; there is nothing to lift".formatted(suppressionId);
        }
    }
}
