package io.closedloop.lead.log;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries as commands would make them. */
final class Samples {
    static final Instant OCCURRED = Instant.parse("2026-01-05T09:30:00.123456Z");
    static final KeyId CRM = new KeyId(new UUID(0, 1));

    private Samples() {}

    static LeadId newLead() {
        return new LeadId(UUID.randomUUID());
    }

    static IdentityHash email(String address) {
        return new IdentityHash(IdentityKind.EMAIL, sha256(address));
    }

    /** An address with a plus-part. */
    static IdentityHash variant(String address, String base) {
        return new IdentityHash(IdentityKind.EMAIL, sha256(address), sha256(base), null, null);
    }

    /** An address that was spelled otherwise before. */
    static IdentityHash respelled(String address, String formerly) {
        return new IdentityHash(IdentityKind.EMAIL, sha256(address), null, sha256(formerly), null);
    }

    /** An address as it was kept before. */
    static IdentityHash former(String address) {
        return new IdentityHash(IdentityKind.EMAIL, sha256(address), null, null, IdentityHash.FORMER_SPELLING);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Idempotency key(String key, String content) {
        return new Idempotency(sha256(key), sha256(content), sha256("former " + content), key);
    }

    static NewEvent event(LeadId lead, String type) {
        return event(lead, type, UUID.randomUUID().toString());
    }

    static NewEvent event(LeadId lead, String type, String eventId) {
        return new NewEvent(
                "Lead",
                lead.toString(),
                eventId,
                type,
                "1",
                "{\"leadId\":\"" + lead + "\"}",
                "{\"actorName\":\"crm\"}",
                OCCURRED);
    }

    static StreamVersion version(LeadId lead, long version) {
        return new StreamVersion("Lead", lead.toString(), version);
    }

    /** A registration that claims one identity. */
    static Entry.Builder register(LeadId lead, IdentityHash identity) {
        return Entry.answering(new TestAnswers())
                .expected(version(lead, 0))
                .events(List.of(event(lead, "LeadRegistered")))
                .lead(lead)
                .claims(List.of(identity))
                .mustNotBeSuppressed(List.of(identity))
                .held(List.of(identity))
                .wrappedSubjectKey(WrappedKey.of(new byte[60]));
    }

    /** A decision that moves a lead and touches nothing else. */
    static Entry.Builder decide(LeadId lead, long version, String type) {
        return Entry.answering(new TestAnswers())
                .expected(version(lead, version))
                .events(List.of(event(lead, type)))
                .lead(lead);
    }

    /** A disqualification that releases and suppresses one identity. */
    static Entry.Builder disqualify(LeadId lead, long version, IdentityHash identity, SuppressionId suppressionId) {
        return disqualify(lead, version, identity, suppressionId, null);
    }

    static Entry.Builder disqualify(
            LeadId lead,
            long version,
            IdentityHash identity,
            SuppressionId suppressionId,
            @Nullable Instant expiresAt) {
        return decide(lead, version, "LeadDisqualified")
                .releases(List.of(identity))
                .suppressions(List.of(new NewSuppression(
                        new Suppression(suppressionId, identity, expiresAt), "SPAM_OR_FAKE", CRM, OCCURRED)));
    }

    /** A disqualification that suppresses an address with its plus-variants. */
    static Entry.Builder disqualifyWidely(
            LeadId lead, long version, IdentityHash identity, SuppressionId suppressionId) {
        return decide(lead, version, "LeadDisqualified")
                .releases(List.of(identity))
                .suppressions(List.of(new NewSuppression(
                        new Suppression(suppressionId, identity, identity.sharedBase(), null),
                        "SPAM_OR_FAKE",
                        CRM,
                        OCCURRED)));
    }

    static SuppressionId newSuppression() {
        return new SuppressionId(UUID.randomUUID());
    }

    /** Answers that say in their body what they were told. */
    static final class TestAnswers implements Answers {
        private final String eventId = UUID.randomUUID().toString();

        @Override
        public Answer accepted(Positions positions) {
            return new Answer(
                    200,
                    Map.of("ETag", "\"" + positions.version() + "\""),
                    positions.first() + ".." + positions.last());
        }

        @Override
        public Answer suppressed(List<SuppressionHit> hits) {
            return new Answer(409, Map.of(), "suppressed by " + hits.getFirst().suppressionId() + " of " + hits.size());
        }

        @Override
        public Answer claimed(List<LeadId> byLeadIds) {
            return new Answer(
                    409,
                    Map.of(),
                    "claimed by " + byLeadIds.stream().map(LeadId::toString).collect(Collectors.joining(" and ")));
        }

        @Override
        public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
            return new NewEvent(
                    "Suppression",
                    oldest.suppressionId().toString(),
                    eventId,
                    "RedeliveryBlocked",
                    "1",
                    "{}",
                    "{}",
                    OCCURRED);
        }
    }
}
