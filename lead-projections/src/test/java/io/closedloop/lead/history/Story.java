package io.closedloop.lead.history;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.AmendClosure;
import io.closedloop.lead.lifecycle.AssignLead;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecordRevenue;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReinstateLead;
import io.closedloop.lead.lifecycle.RejectLead;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.ReviseOpportunity;
import io.closedloop.lead.lifecycle.UpdateAttributes;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells a log what happens, one command after the other, as one would tell it on paper: leads have short names, and
 * everything happens, and is recorded, at noon unless another time is named; that may be as long ago as no command can
 * say, because the commands leave it to the clock. A command that the domain refuses, or that changes nothing, ends the
 * story.
 */
public final class Story {
    private static final Rep REP = new Rep("rita");

    private final MemoryLog log;
    private final Desk desk = new Desk();
    private Instant now = Instant.EPOCH;

    public Story(MemoryLog log) {
        this.log = log;
    }

    public static LeadId id(String lead) {
        return new LeadId(UUID.nameUUIDFromBytes(lead.getBytes(StandardCharsets.UTF_8)));
    }

    /** Noon of a day of 2026. */
    public static Instant noon(int month, int day) {
        return LocalDate.of(2026, month, day).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }

    public Story on(int month, int day) {
        return at(noon(month, day));
    }

    public Story at(Instant instant) {
        now = instant;
        return this;
    }

    /** A lead of a person whose e-mail address has the name of the lead. */
    public Story register(String lead) {
        return register(lead, lead, Channel.EMAIL);
    }

    public Story register(String lead, String person, Channel channel) {
        return send(new RegisterLead(
                id(lead),
                null,
                new Contact(null, person + "@example.com", null, null, null, null),
                new Source(channel, null, null, null, SourcedBy.MARKETING),
                Attributes.NONE,
                null,
                null));
    }

    public Story describe(String lead, Map<String, @Nullable Object> attributes) {
        return send(new UpdateAttributes(id(lead), new AttributesChange(attributes), SourceChange.NONE, null, null));
    }

    public Story correct(String lead, Channel channel) {
        var source = new SourceChange(channel, null, null, null, null);
        return send(new UpdateAttributes(id(lead), AttributesChange.NONE, source, null, null));
    }

    public Story qualify(String lead) {
        return send(new QualifyMarketing(id(lead), null, null));
    }

    public Story assign(String lead, String rep) {
        return send(new AssignLead(id(lead), new Rep(rep), null, null));
    }

    public Story accept(String lead) {
        return send(new AcceptLead(id(lead), REP, null, null));
    }

    public Story reject(String lead, Disposition disposition, String reason) {
        return send(new RejectLead(id(lead), disposition, reason, null, null, null, null, null));
    }

    public Story sql(String lead) {
        return send(new QualifySales(id(lead), REP, Map.of(), null, null, null, null));
    }

    public Story expect(String lead, String amount, String currency) {
        return send(new ReviseOpportunity(id(lead), Money.of(amount, currency), null, null, null, null));
    }

    public Story win(String lead, String amount, String currency) {
        return send(new CloseWon(id(lead), Money.of(amount, currency), null, null));
    }

    public Story lose(String lead, String reason, @Nullable String rootCause) {
        return send(new CloseLost(id(lead), reason, rootCause, null, null, null));
    }

    public Story reopen(String lead) {
        return send(new ReopenLead(id(lead), "they called", null, null));
    }

    public Story amendWin(String lead, String amount, String currency) {
        return send(new AmendClosure(id(lead), "typing error", Money.of(amount, currency), null, null, null));
    }

    public Story amendLoss(String lead, String reason) {
        return send(new AmendClosure(id(lead), "asked them", null, reason, null, null));
    }

    public Story earn(String lead, RevenueKind kind, String amount, String currency) {
        return send(new RecordRevenue(id(lead), null, kind, Money.of(amount, currency), null, null));
    }

    public Story recycle(String lead) {
        return send(new RecycleLead(id(lead), "TIMING", null, null, null));
    }

    public Story disqualify(String lead, String reason, @Nullable Instant expiresAt) {
        return send(new DisqualifyLead(id(lead), reason, expiresAt, null, null));
    }

    /** By somebody else than who disqualified it. */
    public Story reinstate(String lead) {
        return send(new ReinstateLead(id(lead), "a mistake", null, null), "ben");
    }

    private Story send(LeadCommand command) {
        return send(command, "ann");
    }

    private Story send(LeadCommand command, String actor) {
        List<?> events = desk.decide(command, Desk.actor(actor), now);
        if (events.isEmpty()) {
            throw new IllegalStateException("the story does not go on: " + command);
        }
        log.append(now.plusSeconds(log.head()), events);
        return this;
    }
}
