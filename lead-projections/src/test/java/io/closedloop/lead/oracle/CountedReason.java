package io.closedloop.lead.oracle;

import io.closedloop.lead.money.Money;
import org.jspecify.annotations.Nullable;

/** A reason that somebody gave. */
final class CountedReason {
    final CountedPass pass;
    final String kind;
    final Dated when;
    final @Nullable Money atStake;
    /** A loss is amended. */
    String reason;

    CountedReason(CountedPass pass, String kind, String reason, Dated when, @Nullable Money atStake) {
        this.pass = pass;
        this.kind = kind;
        this.reason = reason;
        this.when = when;
        this.atStake = atStake;
    }
}
