package io.closedloop.lead.log;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.HoldingChange;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.suppression.EndOfSuppressions;
import io.closedloop.lead.suppression.Lift;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.WidenSuppression;
import io.closedloop.lead.suppression.Widening;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries as commands would make them. */
public final class Samples {
    public static final Instant OCCURRED = Instant.parse("2026-01-05T09:30:00.123456Z");
    static final KeyId CRM = new KeyId(new UUID(0, 1));

    private Samples() {}

    public static LeadId newLead() {
        return new LeadId(UUID.randomUUID());
    }

    public static IdentityHash email(String address) {
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

    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Idempotency key(String key, String content) {
        return new Idempotency(sha256(key), sha256(content), sha256("former " + content), key);
    }

    public static NewEvent event(LeadId lead, String type) {
        return event(lead, type, UUID.randomUUID().toString());
    }

    public static NewEvent event(LeadId lead, String type, String eventId) {
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
    public static Samples.Builder register(LeadId lead, IdentityHash identity) {
        return answering(new TestAnswers())
                .expected(version(lead, 0))
                .events(List.of(event(lead, "LeadRegistered")))
                .lead(lead)
                .claims(List.of(identity))
                .mustNotBeSuppressed(List.of(identity))
                .held(List.of(identity))
                .wrappedSubjectKey(WrappedKey.of(new byte[60]));
    }

    /** A decision that moves a lead and touches nothing else. */
    public static Samples.Builder decide(LeadId lead, long version, String type) {
        return answering(new TestAnswers())
                .expected(version(lead, version))
                .events(List.of(event(lead, type)))
                .lead(lead);
    }

    /** A disqualification that releases and suppresses one identity. */
    static Samples.Builder disqualify(LeadId lead, long version, IdentityHash identity, SuppressionId suppressionId) {
        return disqualify(lead, version, identity, suppressionId, null);
    }

    static Samples.Builder disqualify(
            LeadId lead,
            long version,
            IdentityHash identity,
            SuppressionId suppressionId,
            @Nullable Instant expiresAt) {
        return decide(lead, version, "LeadDisqualified")
                .releases(List.of(identity))
                .suppressions(List.of(new NewSuppression(
                        lead, new Suppression(suppressionId, identity, expiresAt), "SPAM_OR_FAKE", CRM, OCCURRED)));
    }

    /** A disqualification that suppresses an address with its plus-variants. */
    static Samples.Builder disqualifyWidely(
            LeadId lead, long version, IdentityHash identity, SuppressionId suppressionId) {
        return decide(lead, version, "LeadDisqualified")
                .releases(List.of(identity))
                .suppressions(List.of(new NewSuppression(
                        lead,
                        new Suppression(suppressionId, identity, identity.sharedBase(), null),
                        "SPAM_OR_FAKE",
                        CRM,
                        OCCURRED)));
    }

    static SuppressionId newSuppression() {
        return new SuppressionId(UUID.randomUUID());
    }

    static Builder answering(Answers answers) {
        return new Builder(answers);
    }

    /** Puts together what is appended to one stream; what is not named is empty. */
    public static final class Builder {
        private final Answers answers;
        private @Nullable Idempotency idempotency = null;
        private @Nullable StreamVersion expected = null;
        private List<NewEvent> events = List.of();
        private @Nullable LeadId lead = null;
        private List<IdentityHash> claims = List.of();
        private boolean givesWay = false;
        private List<IdentityHash> delivered = List.of();
        private List<IdentityHash> releases = List.of();
        private List<IdentityHash> mustNotBeSuppressed = List.of();
        private List<NewSuppression> suppressions = List.of();
        private @Nullable ClaimsElsewhere claimsElsewhere = null;
        private boolean endSuppressionsOfLead = false;
        private @Nullable SuppressionId liftSuppression = null;
        private @Nullable WidenSuppression widening = null;
        private List<IdentityHash> held = List.of();
        private @Nullable WrappedKey wrappedSubjectKey = null;
        private boolean dryRun = false;

        private Builder(Answers answers) {
            this.answers = answers;
        }

        public Builder idempotency(@Nullable Idempotency value) {
            idempotency = value;
            return this;
        }

        Builder expected(@Nullable StreamVersion value) {
            expected = value;
            return this;
        }

        public Builder events(List<NewEvent> value) {
            events = value;
            return this;
        }

        Builder lead(@Nullable LeadId value) {
            lead = value;
            return this;
        }

        Builder claims(List<IdentityHash> value) {
            claims = value;
            return this;
        }

        Builder givesWay(boolean value) {
            givesWay = value;
            return this;
        }

        Builder delivered(List<IdentityHash> value) {
            delivered = value;
            return this;
        }

        Builder releases(List<IdentityHash> value) {
            releases = value;
            return this;
        }

        Builder mustNotBeSuppressed(List<IdentityHash> value) {
            mustNotBeSuppressed = value;
            return this;
        }

        Builder suppressions(List<NewSuppression> value) {
            suppressions = value;
            return this;
        }

        Builder claimsElsewhere(@Nullable ClaimsElsewhere value) {
            claimsElsewhere = value;
            return this;
        }

        Builder endSuppressionsOfLead(boolean value) {
            endSuppressionsOfLead = value;
            return this;
        }

        Builder liftSuppression(@Nullable SuppressionId value) {
            liftSuppression = value;
            return this;
        }

        Builder widening(@Nullable WidenSuppression value) {
            widening = value;
            return this;
        }

        Builder held(List<IdentityHash> value) {
            held = value;
            return this;
        }

        Builder wrappedSubjectKey(@Nullable WrappedKey value) {
            wrappedSubjectKey = value;
            return this;
        }

        Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        public Append build() {
            var effects = new ArrayList<Effect>();
            if (lead != null) {
                effects.add(new HoldingChange(lead, claims, releases, held));
                if (!delivered.isEmpty()) {
                    effects.add(new HeldAlone(lead, delivered));
                }
                if (!mustNotBeSuppressed.isEmpty()) {
                    effects.add(new Delivery(lead, mustNotBeSuppressed));
                }
                if (endSuppressionsOfLead) {
                    effects.add(new EndOfSuppressions(lead));
                }
                if (wrappedSubjectKey != null) {
                    effects.add(new NewKey(lead.value(), wrappedSubjectKey));
                }
            }
            if (givesWay) {
                effects.add(new GiveWay());
            }
            if (claimsElsewhere != null) {
                effects.add(claimsElsewhere.by(lead));
            }
            if (liftSuppression != null) {
                effects.add(new Lift(liftSuppression));
            }
            if (widening != null) {
                effects.add(new Widening(widening.suppressionId(), widening.base()));
            }
            effects.addAll(suppressions);
            return new Append(idempotency, changes(effects), dryRun, answers);
        }

        private List<Change> changes(List<Effect> effects) {
            if (expected != null) {
                return List.of(Change.on(expected, events, effects));
            }
            return events.isEmpty()
                    ? List.of()
                    : List.of(Change.of(
                            events.getFirst().streamType(), events.getFirst().streamId(), events, effects));
        }
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
