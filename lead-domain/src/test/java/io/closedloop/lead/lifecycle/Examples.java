package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.EmailAddress;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.Identity;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Circumstances.HeldByOthers;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the tests speak of: one person, two reps, callers, moments, and a history for every place of a lead. */
final class Examples {
    static final LeadId LEAD = new LeadId(new UUID(0, 1));

    static final Instant REGISTERED = Instant.parse("2026-03-01T09:00:00Z");
    static final Instant QUALIFIED = Instant.parse("2026-03-02T09:00:00Z");
    static final Instant ACCEPTED = Instant.parse("2026-03-03T09:00:00Z");
    static final Instant SALES_QUALIFIED = Instant.parse("2026-03-04T09:00:00Z");
    static final Instant ENDED = Instant.parse("2026-03-05T09:00:00Z");
    static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

    static final Rep ANA = new Rep("ana");
    static final Rep BEN = new Rep("ben");

    static final Contact CONTACT = new Contact("Joana Silva", "joana@example.com", null, "Acme", "CEO", "BR");
    static final ExternalRef REF = new ExternalRef("crm", "4711");
    static final Source SOURCE = new Source(Channel.EMAIL, "newsletter", "spring", null, SourcedBy.MARKETING);
    static final Money HUNDRED = usd("100");

    /** May send every command. */
    static final Actor ANYBODY = actor(1, Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION);
    /** The one who disqualified the example's disqualified lead. */
    static final Actor SOMEBODY_ELSE = actor(2, Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION);

    static final IdentityHash EMAIL_HASH = hash(new Identity(IdentityKind.EMAIL, "joana@example.com"));
    static final IdentityHash REF_HASH = hash(Identities.of(REF));
    static final List<IdentityHash> HASHES = List.of(EMAIL_HASH, REF_HASH);

    private Examples() {}

    static Actor actor(int number, Role... roles) {
        return new Actor(new KeyId(new UUID(7, number)), "key " + number, Set.of(roles));
    }

    static Money usd(String amount) {
        return Money.of(amount, "USD");
    }

    /** Stands in for the service's keyed hash: other identities, other hashes. */
    static IdentityHash hash(Identity identity) {
        String base = identity.base();
        String former = identity.former();
        return new IdentityHash(
                identity.kind(),
                digest(identity.kind() + " " + identity.canonical()),
                base == null ? null : digest(identity.kind() + " " + base),
                former == null ? null : digest(identity.kind() + " " + former),
                null);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static IdentityHash emailHash(String address) {
        return hash(EmailAddress.parse(address).identity());
    }

    /** As it was kept before addresses were spelled as they are now. */
    static IdentityHash formerEmailHash(String spelled) {
        return former(new Identity(IdentityKind.EMAIL, spelled));
    }

    /** As it was kept before numbers were spelled as they are now. */
    static IdentityHash formerPhoneHash(String e164) {
        return former(new Identity(IdentityKind.PHONE, e164));
    }

    private static IdentityHash former(Identity identity) {
        return new IdentityHash(identity.kind(), hash(identity).hash(), null, null, IdentityHash.FORMER_SPELLING);
    }

    static IdentityHash phoneHash(String e164) {
        return hash(new Identity(IdentityKind.PHONE, e164));
    }

    static Circumstances circumstances() {
        return by(ANYBODY);
    }

    static Circumstances by(Actor actor) {
        return circumstances(actor, NOW);
    }

    static Circumstances circumstances(Actor actor, Instant now) {
        return new Circumstances(actor, now, null, Playbook.BUILT_IN, Examples::hash, (_, _) -> HeldByOthers.NOTHING);
    }

    static Circumstances expecting(Circumstances circumstances, long version) {
        return new Circumstances(
                circumstances.actor(),
                circumstances.now(),
                version,
                circumstances.playbook(),
                circumstances.hasher(),
                circumstances.claims());
    }

    static Circumstances whereOthersClaim(Set<IdentityHash> claimed) {
        return new Circumstances(ANYBODY, NOW, null, Playbook.BUILT_IN, Examples::hash, (asked, lead) -> {
            var theirs = new java.util.HashSet<>(asked);
            theirs.retainAll(claimed);
            var bases = new java.util.HashSet<String>();
            claimed.forEach(it -> bases.add(it.sharedBase()));
            bases.remove(null);
            return LEAD.equals(lead) ? new HeldByOthers(theirs, bases) : HeldByOthers.NOTHING;
        });
    }

    static ContactChange change(ContactChange.Field field, String value) {
        return new ContactChange(java.util.Collections.singletonMap(field, value));
    }

    /** How a lead got to {@code status}, on the shortest way, owned by {@link #ANA} from the acceptance on. */
    static List<LeadEvent> history(Status status) {
        var registered =
                new LeadRegistered(LEAD, REGISTERED, 1, 1, REF, CONTACT, SOURCE, Attributes.NONE, HASHES, null);
        var mql = new LeadMarketingQualified(LEAD, QUALIFIED, 1, 1, null);
        var accepted = new LeadAccepted(LEAD, ACCEPTED, 1, 1, ANA, false, null);
        var sql = new LeadSalesQualified(LEAD, SALES_QUALIFIED, 1, 1, ANA, Map.of(), null, null, null);
        return switch (status) {
            case INQUIRY -> List.of(registered);
            case MQL_AWAITING -> List.of(registered, mql);
            case MQL_ACCEPTED -> List.of(registered, mql, accepted);
            case SQL -> List.of(registered, mql, accepted, sql);
            case CLOSED_WON ->
                List.of(registered, mql, accepted, sql, new LeadWon(LEAD, ENDED, 1, 1, HUNDRED, HASHES, null));
            case CLOSED_LOST ->
                List.of(
                        registered,
                        mql,
                        accepted,
                        sql,
                        new LeadLost(LEAD, ENDED, 1, 1, "PRICE", null, null, HASHES, null));
            case NURTURE ->
                List.of(
                        registered,
                        mql,
                        accepted,
                        new LeadRecycled(LEAD, ENDED, 1, 1, "TIMING", null, List.of(), null));
            case DISQUALIFIED -> List.of(registered, mql, accepted, disqualified("NO_NEED"));
        };
    }

    static LeadDisqualified disqualified(String reason) {
        var suppressions = List.of(
                new Suppression(new SuppressionId(new UUID(9, 1)), EMAIL_HASH, null),
                new Suppression(new SuppressionId(new UUID(9, 2)), REF_HASH, null));
        return new LeadDisqualified(LEAD, ENDED, 1, 1, reason, null, HASHES, suppressions, null);
    }

    static Lead lead(Status status) {
        return fold(history(status));
    }

    static Lead fold(List<? extends LeadEvent> events) {
        Lead lead = null;
        for (LeadEvent event : events) {
            lead = Lead.evolve(lead, event, SOMEBODY_ELSE.id());
        }
        return lead;
    }

    static List<LeadEvent> append(List<LeadEvent> history, LeadEvent... more) {
        var all = new ArrayList<>(history);
        all.addAll(List.of(more));
        return all;
    }
}
