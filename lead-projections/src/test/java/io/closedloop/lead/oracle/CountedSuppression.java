package io.closedloop.lead.oracle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.suppression.Suppression;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An identity that is kept out. */
final class CountedSuppression {
    final Suppression made;
    final CountedPass pass;
    final Dated disqualified;
    boolean ended;

    /** What addresses that differ by a plus-part share; null where only the one is kept out. */
    @Nullable
    String base;

    CountedSuppression(Suppression made, CountedPass pass, Dated disqualified) {
        this.made = made;
        this.base = made.base();
        this.pass = pass;
        this.disqualified = disqualified;
    }

    /** By itself, by its address without the plus-part, or by what it was before addresses were spelled as now. */
    boolean keepsOut(IdentityHash claim) {
        IdentityHash mine = made.identity();
        if (mine.kind() != claim.kind()) {
            return false;
        }
        boolean itself = mine.hash().equals(claim.hash());
        boolean variant = base != null && (base.equals(claim.hash()) || base.equals(claim.base()));
        boolean before =
                Integer.valueOf(1).equals(mine.spelling()) && mine.hash().equals(claim.former());
        return itself || variant || before;
    }

    boolean isActive(Instant now) {
        return !ended && (made.expiresAt() == null || made.expiresAt().isAfter(now));
    }
}
