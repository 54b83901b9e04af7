package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.text.Unsaid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a {@link Lead} has learnt from its events, as plain values: kept of a long lead, so that it need not
 * be folded from its first event again. {@link Lead#snapshot} makes it, {@link Lead#of} goes on from it, and a lead
 * folded from a snapshot and the rest of its events is the lead folded from all of them.
 *
 * @param version the number of events that it was folded from
 * @param contacts each that the lead has had, the first one first
 * @param touchPrints the digests of its touches, and those of its revenue, in Base64
 * @param laterRevenue under the present closure, by currency
 * @param everHeld each identity that it has had, the first one first
 * @param latestOfStage what led to the present stage
 * @param rejection a rejection whose second event is still to come
 * @param latestOfOthers the latest decision of each type that moves no stage
 */
public record LeadSnapshot(
        LeadRegistered registration,
        long version,
        int pass,
        Stage stage,
        Instant stageSince,
        @Nullable Rep owner,
        Contact contact,
        List<Contact> contacts,
        Source source,
        Attributes attributes,
        Opportunity opportunity,
        Touches touches,
        String touchPrints,
        String revenuePrints,
        Map<String, BigDecimal> laterRevenue,
        List<IdentityHash> identities,
        List<IdentityHash> everHeld,
        @Nullable LeadEvent latestOfStage,
        @Nullable LeadEvent rejection,
        List<LeadEvent> latestOfOthers) {
    /**
     * The version of the fold: raised when the same events make something else of a lead than before. A snapshot of
     * another fold is worth nothing.
     */
    public static final int FOLD = 1;

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
