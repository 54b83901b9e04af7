package io.closedloop.lead.eventjson;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.AttributesUpdated;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadRejected;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.Milestone;
import io.closedloop.lead.lifecycle.OpportunityRevised;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.RevenueRecorded;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One event of every type with every component filled, and one of each type that has optional components with none of
 * them.
 */
final class SampleEvents {
    /** Stands in every text that is personal. */
    static final String PERSONAL = "PERSONAL";

    static final LeadId LEAD = new LeadId(UUID.fromString("0195f5a0-0000-7000-8000-000000000001"));
    static final SuppressionId SUPPRESSION = new SuppressionId(UUID.fromString("0195f5a0-0000-7000-8000-00000000000a"));
    private static final LeadId OTHER_LEAD = new LeadId(UUID.fromString("0195f5a0-0000-7000-8000-000000000002"));
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00.123456Z");
    private static final Instant LATER = Instant.parse("2026-06-30T00:00:00Z");
    private static final String NOTE = PERSONAL + " said so";
    private static final String BASE = "00112233445566778899aabbccddeeff".repeat(2);
    private static final IdentityHash EMAIL = new IdentityHash(
            IdentityKind.EMAIL, "0123456789abcdef".repeat(4), BASE, "ffeeddccbbaa9988".repeat(4), null);
    /** As it was read from an event that did not say how it was spelled. */
    private static final IdentityHash FORMER_EMAIL = former(IdentityKind.EMAIL, "0123456789abcdef".repeat(4));

    private static final IdentityHash REF = former(IdentityKind.EXTERNAL_REF, "fedcba9876543210".repeat(4));
    /** The events that name identities. */
    private static final Set<Class<?>> SPELLED = Set.of(
            LeadRegistered.class,
            ContactUpdated.class,
            LeadWon.class,
            LeadLost.class,
            LeadRecycled.class,
            LeadReopened.class,
            LeadReinstated.class,
            LeadDisqualified.class,
            SuppressionEvent.RedeliveryBlocked.class);

    private static final Source SOURCE =
            new Source(Channel.PAID_SEARCH, "google", "spring", "/pricing?a=\"b\"", SourcedBy.MARKETING);
    private static final Money MONEY = Money.of("1054", "USD");

    private SampleEvents() {}

    private static IdentityHash former(IdentityKind kind, String hash) {
        return new IdentityHash(kind, hash, null, null, IdentityHash.FORMER_SPELLING);
    }

    static List<LeadEvent> filledLeadEvents() {
        return filledLeadEvents(EMAIL, BASE);
    }

    private static List<LeadEvent> filledLeadEvents(IdentityHash email, @Nullable String base) {
        return List.of(
                new LeadRegistered(
                        LEAD,
                        AT,
                        1,
                        1,
                        new ExternalRef("crm", PERSONAL + "-00Q5g"),
                        new Contact(
                                "Ana " + PERSONAL,
                                PERSONAL + "@example.com",
                                PERSONAL + " 11 98765-4321",
                                PERSONAL + " & Söhne",
                                PERSONAL,
                                "BR"),
                        SOURCE,
                        new Attributes(Map.of(
                                "seats", new BigDecimal("12.50"), "segment", "b2b", "trial", true, "big", 1_000_000)),
                        List.of(email, REF),
                        NOTE),
                new TouchRecorded(
                        LEAD,
                        AT,
                        1,
                        "touch-1",
                        TouchType.CALL,
                        TouchedBy.SALES,
                        true,
                        Channel.SOCIAL,
                        "spring",
                        "price-list",
                        List.of("price", "delivery"),
                        NOTE),
                new ContactUpdated(
                        LEAD,
                        AT,
                        1,
                        contactChange(),
                        List.of(email, REF),
                        List.of(email),
                        List.of(email),
                        List.of(REF),
                        NOTE),
                new AttributesUpdated(
                        LEAD,
                        AT,
                        2,
                        new AttributesChange(attributesChange()),
                        new SourceChange(Channel.EVENT, "fair", "autumn", "/stand", SourcedBy.SALES),
                        NOTE),
                new LeadMarketingQualified(LEAD, AT, 2, 1, NOTE),
                new LeadAssigned(LEAD, AT, 2, 1, new Rep("rep-7"), NOTE),
                new LeadAccepted(LEAD, AT, 2, 1, new Rep("rep-7"), true, NOTE),
                new LeadRejected(
                        LEAD, AT, 2, 1, Disposition.RECYCLE, "SENT_TOO_EARLY", "WRONG_SEGMENT", LATER, LATER, NOTE),
                new LeadRecycled(LEAD, AT, 2, 1, "NOT_READY", LATER, List.of(email), NOTE),
                new LeadDisqualified(
                        LEAD,
                        AT,
                        2,
                        1,
                        "NO_NEED",
                        LATER,
                        List.of(email, REF),
                        List.of(new Suppression(SUPPRESSION, email, base, LATER)),
                        NOTE),
                new LeadSalesQualified(
                        LEAD,
                        AT,
                        2,
                        1,
                        new Rep("rep-7"),
                        Map.of("budget", true, "authority", false, "need", true, "timing", false),
                        MONEY,
                        LocalDate.of(2026, 3, 31),
                        NOTE),
                new OpportunityRevised(LEAD, AT, 2, 1, MONEY, LocalDate.of(2026, 4, 30), Milestone.PROPOSAL, NOTE),
                new LeadWon(LEAD, AT, 2, 1, MONEY, List.of(email), NOTE),
                new LeadLost(LEAD, AT, 2, 1, "COMPETITOR", "SLOW_FOLLOW_UP", PERSONAL + " Ltd", List.of(email), NOTE),
                new LeadReinstated(LEAD, AT, 2, 1, PERSONAL + " was wrong", List.of(email), NOTE),
                new LeadReopened(LEAD, AT, 2, 1, PERSONAL + " came back", List.of(email), NOTE),
                new ClosureAmended(
                        LEAD,
                        AT,
                        2,
                        1,
                        PERSONAL + " mistyped it",
                        MONEY,
                        Money.of("1054.50", "USD"),
                        "PRICE",
                        "BUDGET",
                        NOTE),
                new RevenueRecorded(LEAD, AT, 2, 1, "inv-1", RevenueKind.UPSELL, Money.of("5000", "JPY"), NOTE));
    }

    static List<SuppressionEvent> filledSuppressionEvents() {
        return List.of(
                blocked(EMAIL),
                new SuppressionEvent.SuppressionLifted(SUPPRESSION, LEAD, AT, 1, PERSONAL + " agreed", NOTE),
                new SuppressionEvent.SuppressionWidened(SUPPRESSION, LEAD, AT, BASE));
    }

    private static SuppressionEvent blocked(IdentityHash email) {
        return new SuppressionEvent.RedeliveryBlocked(
                SUPPRESSION, LEAD, AT, "RegisterLead", OTHER_LEAD, List.of(email), SOURCE, NOTE);
    }

    static List<LeadEvent> bareLeadEvents() {
        return bareLeadEvents(EMAIL);
    }

    private static List<LeadEvent> bareLeadEvents(IdentityHash email) {
        var none = List.<IdentityHash>of();
        return List.of(
                new LeadRegistered(
                        LEAD,
                        AT,
                        1,
                        1,
                        null,
                        Contact.NONE,
                        new Source(Channel.WEB, null, null, null, SourcedBy.OTHER),
                        Attributes.NONE,
                        none,
                        null),
                new TouchRecorded(
                        LEAD,
                        AT,
                        1,
                        "touch-1",
                        TouchType.WEB_VISIT,
                        TouchedBy.LEAD,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null),
                new ContactUpdated(LEAD, AT, 1, new ContactChange(Map.of()), none, none, none, none, null),
                new AttributesUpdated(LEAD, AT, 2, AttributesChange.NONE, SourceChange.NONE, null),
                new LeadMarketingQualified(LEAD, AT, 2, 1, null),
                new LeadRejected(LEAD, AT, 2, 1, Disposition.DISQUALIFY, "POOR_FIT", null, null, null, null),
                new LeadDisqualified(
                        LEAD,
                        AT,
                        2,
                        1,
                        "POOR_FIT",
                        null,
                        none,
                        List.of(new Suppression(SUPPRESSION, email, null)),
                        null),
                new LeadSalesQualified(LEAD, AT, 2, 1, new Rep("rep-7"), Map.of(), null, null, null),
                new LeadLost(LEAD, AT, 2, 1, "PRICE", null, null, none, null),
                new ClosureAmended(LEAD, AT, 2, 1, PERSONAL + " audit", null, null, "PRICE", "BUDGET", null));
    }

    /** What the golden files of former revisions are read as, by their names. */
    static Map<String, Object> former() {
        var former = new HashMap<String, Object>();
        // Before identities said how they were spelled.
        Stream.concat(filledLeadEvents(FORMER_EMAIL, null).stream(), Stream.of(blocked(FORMER_EMAIL)))
                .filter(event -> SPELLED.contains(event.getClass()))
                .forEach(event -> former.put(event.getClass().getSimpleName() + "-1", event));
        bareLeadEvents(FORMER_EMAIL).stream()
                .filter(event -> SPELLED.contains(event.getClass()))
                .forEach(event -> former.put(event.getClass().getSimpleName() + "-1-bare", event));
        // Before a closure's cause was sealed.
        former.put(
                "ClosureAmended-1",
                new ClosureAmended(
                        LEAD, AT, 2, 1, "typing error", MONEY, Money.of("1054.50", "USD"), "PRICE", "BUDGET", NOTE));
        former.put(
                "ClosureAmended-1-bare",
                new ClosureAmended(LEAD, AT, 2, 1, "audit", null, null, "PRICE", "BUDGET", null));
        former.put(
                "TouchRecorded-1",
                new TouchRecorded(
                        LEAD,
                        AT,
                        1,
                        "touch-1",
                        TouchType.CALL,
                        TouchedBy.SALES,
                        true,
                        null,
                        "spring",
                        "price-list",
                        List.of("price", "delivery"),
                        NOTE));
        former.put(
                "TouchRecorded-1-bare",
                new TouchRecorded(
                        LEAD,
                        AT,
                        1,
                        "touch-1",
                        TouchType.WEB_VISIT,
                        TouchedBy.LEAD,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null));
        return former;
    }

    private static ContactChange contactChange() {
        var fields = new EnumMap<ContactChange.Field, @Nullable String>(ContactChange.Field.class);
        fields.put(ContactChange.Field.name, PERSONAL);
        fields.put(ContactChange.Field.phone, null);
        return new ContactChange(fields);
    }

    private static Map<String, @Nullable Object> attributesChange() {
        var change = new HashMap<String, @Nullable Object>();
        change.put("seats", new BigDecimal("0.000000000000000001"));
        change.put("segment", null);
        change.put("trial", false);
        return change;
    }
}
