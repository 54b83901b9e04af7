package io.closedloop.lead.lifecycle;

import io.closedloop.lead.money.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What sales expects of a sales-qualified lead, as it said last. */
public record Opportunity(
        @Nullable Money expectedAmount,
        @Nullable LocalDate expectedCloseDate,
        @Nullable Milestone milestone) {
    static final Opportunity NONE = new Opportunity(null, null, null);

    /** This, with those of the given values that are not null in place of its own. */
    Opportunity revised(@Nullable Money amount, @Nullable LocalDate closeDate, @Nullable Milestone reached) {
        return new Opportunity(
                amount != null ? amount : expectedAmount,
                closeDate != null ? closeDate : expectedCloseDate,
                reached != null ? reached : milestone);
    }
}
