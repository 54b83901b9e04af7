package io.closedloop.lead.axon;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.Change;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.NewKey;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.log.WrappedKey;
import io.closedloop.lead.sealing.NewSubjectKey;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.stream.Effect;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Entries for the log, made without a command. */
final class Leads {
    static final Instant AT = Instant.parse("2026-01-05T10:00:00.123456Z");
    static final Source SOURCE = new Source(Channel.WEB, null, null, null, SourcedBy.MARKETING);
    static final IdentityHash EMAIL = new IdentityHash(IdentityKind.EMAIL, "0123456789abcdef".repeat(4));
    static final IdentityHash REF = new IdentityHash(IdentityKind.EXTERNAL_REF, "fedcba9876543210".repeat(4));

    private static final Envelope ENVELOPE =
            new Envelope(TestContext.ACTOR.id(), TestContext.ACTOR.name(), null, "correlation-1", null, null, null);

    private static final Answers ANSWERS = new Answers() {
        @Override
        public Answer accepted(Positions positions) {
            return new Answer(200, Map.of(), "");
        }

        @Override
        public Answer suppressed(List<SuppressionHit> hits) {
            throw new AssertionError(hits);
        }

        @Override
        public Answer claimed(List<LeadId> byLeadIds) {
            throw new AssertionError(byLeadIds);
        }

        @Override
        public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
            throw new AssertionError(all);
        }
    };

    private Leads() {}

    /** A lead that is registered with a name and qualified, in one transaction. */
    static Append registeredAndQualified(CommandSide side, LeadId lead, String name) {
        NewSubjectKey key = side.subjectKeys.create(lead);
        return appending(
                lead,
                List.of(
                        event(side, registered(lead, name), key),
                        event(side, new LeadMarketingQualified(lead, AT, 1, 1, null), key)),
                new NewKey(lead.value(), new WrappedKey(key.wrapped())));
    }

    /** More touches of a lead that is there. */
    static Append touches(CommandSide side, LeadId lead, int count) {
        var events = java.util.stream.IntStream.range(0, count)
                .<LeadEvent>mapToObj(i -> new TouchRecorded(
                        lead,
                        AT,
                        1,
                        "touch-" + i,
                        TouchType.CALL,
                        TouchedBy.SALES,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null))
                .map(touch -> side.writer.write(touch, id(), ENVELOPE.metadata(Role.SALES), side.subjectKeys))
                .toList();
        return appending(lead, events);
    }

    /** An event that a newer version of the service could have written. */
    static Append fromTheFuture(LeadId lead) {
        return appending(
                lead,
                List.of(new NewEvent(
                        "Lead", lead.toString(), id(), "LeadTeleported", "1", "{}", "{\"actorId\":\"x\"}", AT)));
    }

    private static Append appending(LeadId lead, List<NewEvent> events, Effect... effects) {
        return new Append(null, List.of(Change.of("Lead", lead.toString(), events, List.of(effects))), false, ANSWERS);
    }

    static LeadRegistered registered(LeadId lead, String name) {
        return new LeadRegistered(
                lead,
                AT,
                1,
                1,
                null,
                new Contact(name, null, null, null, null, null),
                SOURCE,
                Attributes.NONE,
                List.of(),
                null);
    }

    private static NewEvent event(CommandSide side, LeadEvent event, NewSubjectKey key) {
        return side.writer.write(event, id(), ENVELOPE.metadata(Role.MARKETING), _ -> key.key());
    }

    private static String id() {
        return new TimeOrderedIdentifiers().generateIdentifier();
    }
}
