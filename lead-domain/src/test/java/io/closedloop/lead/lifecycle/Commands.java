package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.CONTACT;
import static io.closedloop.lead.lifecycle.Examples.HUNDRED;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.REF;
import static io.closedloop.lead.lifecycle.Examples.SOURCE;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.SourceChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Commands to the example's lead, short to write: what a test is not about is left out or usual. */
final class Commands {
    private Commands() {}

    static RegisterLead register() {
        return register(CONTACT, REF);
    }

    static RegisterLead register(Contact contact, ExternalRef ref) {
        return new RegisterLead(LEAD, ref, contact, SOURCE, Attributes.NONE, null, null);
    }

    static Contact email(String address) {
        return new Contact(null, address, null, null, null, null);
    }

    static Contact phone(String number, String country) {
        return new Contact(null, null, number, null, null, country);
    }

    static RecordTouch touch(String touchId) {
        return new RecordTouch(
                LEAD,
                touchId,
                TouchType.CALL,
                TouchedBy.SALES,
                true,
                Channel.EVENT,
                "spring",
                "brochure",
                List.of("price"),
                null,
                null);
    }

    static UpdateContact updateContact(ContactChange.Field field, String value) {
        return new UpdateContact(LEAD, Examples.change(field, value), null, null);
    }

    static UpdateAttributes updateAttributes(String name, Object value) {
        return new UpdateAttributes(
                LEAD,
                new AttributesChange(java.util.Collections.singletonMap(name, value)),
                SourceChange.NONE,
                null,
                null);
    }

    static QualifyMarketing qualifyMarketing() {
        return new QualifyMarketing(LEAD, null, null);
    }

    static AssignLead assign(Rep rep) {
        return new AssignLead(LEAD, rep, null, null);
    }

    static AcceptLead accept(Rep rep) {
        return new AcceptLead(LEAD, rep, null, null);
    }

    static RejectLead reject(Disposition disposition, String reason) {
        return new RejectLead(LEAD, disposition, reason, null, null, null, null, null);
    }

    static QualifySales qualifySales(Rep rep) {
        return new QualifySales(LEAD, rep, Map.of(), null, null, null, null);
    }

    static ReviseOpportunity revise(Money amount, Milestone milestone) {
        return new ReviseOpportunity(LEAD, amount, null, milestone, null, null);
    }

    static CloseWon closeWon(Money amount) {
        return new CloseWon(LEAD, amount, null, null);
    }

    static CloseLost closeLost(String reason) {
        return new CloseLost(LEAD, reason, null, null, null, null);
    }

    static DisqualifyLead disqualify(String reason) {
        return disqualify(reason, null);
    }

    static DisqualifyLead disqualify(String reason, Instant expiresAt) {
        return new DisqualifyLead(LEAD, reason, expiresAt, null, null);
    }

    static RecycleLead recycle(String reason) {
        return recycle(reason, null);
    }

    static RecycleLead recycle(String reason, Instant resumeNotBefore) {
        return new RecycleLead(LEAD, reason, resumeNotBefore, null, null);
    }

    static ReinstateLead reinstate(String justification) {
        return new ReinstateLead(LEAD, justification, null, null);
    }

    static ReopenLead reopen(String justification) {
        return new ReopenLead(LEAD, justification, null, null);
    }

    static AmendClosure amendAmount(String cause, Money amount) {
        return new AmendClosure(LEAD, cause, amount, null, null, null);
    }

    static AmendClosure amendReason(String cause, String reason) {
        return new AmendClosure(LEAD, cause, null, reason, null, null);
    }

    static RecordRevenue revenue(String revenueId, Money amount) {
        return new RecordRevenue(LEAD, revenueId, RevenueKind.UPSELL, amount, null, null);
    }

    /** A command of this kind that has nothing in common with the example's histories, so that it is no repeat. */
    static LeadCommand fresh(CommandKind kind, Status from) {
        return switch (kind.commandName()) {
            case "RegisterLead" -> register(email("somebody@example.org"), null);
            case "RecordTouch" -> touch("t1");
            case "UpdateContact" -> updateContact(ContactChange.Field.email, "joana@example.org");
            case "UpdateAttributes" -> updateAttributes("size", 12);
            case "QualifyMarketing" -> qualifyMarketing();
            case "AssignLead" -> assign(Examples.BEN);
            case "AcceptLead" -> accept(Examples.BEN);
            case "RejectLead" -> reject(Disposition.RECYCLE, "NOT_READY");
            case "QualifySales" -> qualifySales(Examples.BEN);
            case "ReviseOpportunity" -> revise(HUNDRED, Milestone.DEMO);
            case "CloseWon" -> closeWon(Examples.usd("250"));
            case "CloseLost" -> closeLost("BUDGET");
            case "DisqualifyLead" -> disqualify("POOR_FIT");
            case "RecycleLead" -> recycle("NOT_READY");
            case "ReinstateLead" -> reinstate("they changed their mind");
            case "ReopenLead" -> reopen("closed by mistake");
            case "AmendClosure" ->
                from == Status.CLOSED_LOST
                        ? amendReason("heard more", "COMPETITOR")
                        : amendAmount("a typo", Examples.usd("250"));
            case "RecordRevenue" -> revenue("r1", HUNDRED);
            default -> throw new IllegalArgumentException("a command that this test does not know: " + kind);
        };
    }

    static LeadCommand at(LeadCommand command, Instant at) {
        return switch (command) {
            case RegisterLead c ->
                new RegisterLead(
                        c.leadId(),
                        c.externalRef(),
                        c.contact(),
                        c.source(),
                        c.attributes(),
                        c.touchInstead(),
                        at,
                        c.note());
            case RecordTouch c ->
                new RecordTouch(
                        c.leadId(),
                        c.touchId(),
                        c.type(),
                        c.by(),
                        c.reachedHuman(),
                        c.channel(),
                        c.campaign(),
                        c.content(),
                        c.questions(),
                        at,
                        c.note());
            case UpdateContact c -> new UpdateContact(c.leadId(), c.contact(), at, c.note());
            case UpdateAttributes c -> new UpdateAttributes(c.leadId(), c.attributes(), c.source(), at, c.note());
            case QualifyMarketing c -> new QualifyMarketing(c.leadId(), at, c.note());
            case AssignLead c -> new AssignLead(c.leadId(), c.rep(), at, c.note());
            case AcceptLead c -> new AcceptLead(c.leadId(), c.rep(), at, c.note());
            case RejectLead c ->
                new RejectLead(
                        c.leadId(),
                        c.disposition(),
                        c.reason(),
                        c.rootCause(),
                        c.resumeNotBefore(),
                        c.expiresAt(),
                        at,
                        c.note());
            case QualifySales c ->
                new QualifySales(
                        c.leadId(), c.rep(), c.checklist(), c.expectedAmount(), c.expectedCloseDate(), at, c.note());
            case ReviseOpportunity c ->
                new ReviseOpportunity(
                        c.leadId(), c.expectedAmount(), c.expectedCloseDate(), c.milestone(), at, c.note());
            case CloseWon c -> new CloseWon(c.leadId(), c.amount(), at, c.note());
            case CloseLost c -> new CloseLost(c.leadId(), c.reason(), c.rootCause(), c.competitor(), at, c.note());
            case DisqualifyLead c -> new DisqualifyLead(c.leadId(), c.reason(), c.expiresAt(), at, c.note());
            case RecycleLead c -> new RecycleLead(c.leadId(), c.reason(), c.resumeNotBefore(), at, c.note());
            case ReinstateLead c -> new ReinstateLead(c.leadId(), c.justification(), at, c.note());
            case ReopenLead c -> new ReopenLead(c.leadId(), c.justification(), at, c.note());
            case AmendClosure c -> new AmendClosure(c.leadId(), c.cause(), c.amount(), c.reason(), at, c.note());
            case RecordRevenue c -> new RecordRevenue(c.leadId(), c.revenueId(), c.kind(), c.amount(), at, c.note());
        };
    }

    static LeadCommand noted(LeadCommand command, String note) {
        return switch (command) {
            case RegisterLead c ->
                new RegisterLead(
                        c.leadId(),
                        c.externalRef(),
                        c.contact(),
                        c.source(),
                        c.attributes(),
                        c.touchInstead(),
                        c.occurredAt(),
                        note);
            case RecordTouch c ->
                new RecordTouch(
                        c.leadId(),
                        c.touchId(),
                        c.type(),
                        c.by(),
                        c.reachedHuman(),
                        c.channel(),
                        c.campaign(),
                        c.content(),
                        c.questions(),
                        c.occurredAt(),
                        note);
            case UpdateContact c -> new UpdateContact(c.leadId(), c.contact(), c.occurredAt(), note);
            case UpdateAttributes c ->
                new UpdateAttributes(c.leadId(), c.attributes(), c.source(), c.occurredAt(), note);
            case QualifyMarketing c -> new QualifyMarketing(c.leadId(), c.occurredAt(), note);
            case AssignLead c -> new AssignLead(c.leadId(), c.rep(), c.occurredAt(), note);
            case AcceptLead c -> new AcceptLead(c.leadId(), c.rep(), c.occurredAt(), note);
            case RejectLead c ->
                new RejectLead(
                        c.leadId(),
                        c.disposition(),
                        c.reason(),
                        c.rootCause(),
                        c.resumeNotBefore(),
                        c.expiresAt(),
                        c.occurredAt(),
                        note);
            case QualifySales c ->
                new QualifySales(
                        c.leadId(),
                        c.rep(),
                        c.checklist(),
                        c.expectedAmount(),
                        c.expectedCloseDate(),
                        c.occurredAt(),
                        note);
            case ReviseOpportunity c ->
                new ReviseOpportunity(
                        c.leadId(), c.expectedAmount(), c.expectedCloseDate(), c.milestone(), c.occurredAt(), note);
            case CloseWon c -> new CloseWon(c.leadId(), c.amount(), c.occurredAt(), note);
            case CloseLost c ->
                new CloseLost(c.leadId(), c.reason(), c.rootCause(), c.competitor(), c.occurredAt(), note);
            case DisqualifyLead c -> new DisqualifyLead(c.leadId(), c.reason(), c.expiresAt(), c.occurredAt(), note);
            case RecycleLead c -> new RecycleLead(c.leadId(), c.reason(), c.resumeNotBefore(), c.occurredAt(), note);
            case ReinstateLead c -> new ReinstateLead(c.leadId(), c.justification(), c.occurredAt(), note);
            case ReopenLead c -> new ReopenLead(c.leadId(), c.justification(), c.occurredAt(), note);
            case AmendClosure c ->
                new AmendClosure(c.leadId(), c.cause(), c.amount(), c.reason(), c.occurredAt(), note);
            case RecordRevenue c ->
                new RecordRevenue(c.leadId(), c.revenueId(), c.kind(), c.amount(), c.occurredAt(), note);
        };
    }
}
