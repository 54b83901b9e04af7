package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The stage of a lead, with what belongs to that stage alone. */
public sealed interface Stage {
    /** Known, neither marketing- nor sales-qualified. Only pass 1 has it. */
    record Inquiry() implements Stage {}

    /** Meets the marketing criteria. */
    record MarketingQualified(Acceptance acceptance) implements Stage {}

    /** Meets the sales criteria and is worked as an opportunity. */
    record SalesQualified() implements Stage {}

    record Won(Money amount) implements Stage {}

    record Lost(String reason) implements Stage {}

    /** Sent back or not ready. */
    record Nurture(@Nullable Instant resumeNotBefore) implements Stage {}

    /** @param by the key that disqualified it; another one has to take that back */
    record Disqualified(String reason, KeyId by) implements Stage {}

    default Status status() {
        return switch (this) {
            case Inquiry _ -> Status.INQUIRY;
            case MarketingQualified mql ->
                switch (mql.acceptance()) {
                    case AWAITING -> Status.MQL_AWAITING;
                    case ACCEPTED -> Status.MQL_ACCEPTED;
                };
            case SalesQualified _ -> Status.SQL;
            case Won _ -> Status.CLOSED_WON;
            case Lost _ -> Status.CLOSED_LOST;
            case Nurture _ -> Status.NURTURE;
            case Disqualified _ -> Status.DISQUALIFIED;
        };
    }

    default StageName stageName() {
        return switch (this) {
            case Inquiry _ -> StageName.INQUIRY;
            case MarketingQualified _ -> StageName.MQL;
            case SalesQualified _ -> StageName.SQL;
            case Won _, Lost _ -> StageName.CLOSED;
            case Nurture _ -> StageName.NURTURE;
            case Disqualified _ -> StageName.DISQUALIFIED;
        };
    }

    default @Nullable Acceptance acceptance() {
        return this instanceof MarketingQualified mql ? mql.acceptance() : null;
    }

    default @Nullable Outcome outcome() {
        return switch (this) {
            case Won _ -> Outcome.WON;
            case Lost _ -> Outcome.LOST;
            case Inquiry _, MarketingQualified _, SalesQualified _, Nurture _, Disqualified _ -> null;
        };
    }
}
