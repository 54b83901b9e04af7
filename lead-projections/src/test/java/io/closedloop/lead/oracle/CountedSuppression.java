package io.closedloop.lead.oracle;

import io.closedloop.lead.suppression.Suppression;
import java.time.Instant;

/** An identity that is kept out. */
final class CountedSuppression {
    final Suppression made;
    final CountedPass pass;
    final Dated disqualified;
    boolean ended;

    CountedSuppression(Suppression made, CountedPass pass, Dated disqualified) {
        this.made = made;
        this.pass = pass;
        this.disqualified = disqualified;
    }

    boolean isActive(Instant now) {
        return !ended && (made.expiresAt() == null || made.expiresAt().isAfter(now));
    }
}
