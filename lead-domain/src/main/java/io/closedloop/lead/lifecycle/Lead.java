package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadEvent.AttributesUpdated;
import io.closedloop.lead.lifecycle.LeadEvent.ClosureAmended;
import io.closedloop.lead.lifecycle.LeadEvent.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadEvent.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadEvent.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadEvent.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadLost;
import io.closedloop.lead.lifecycle.LeadEvent.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadEvent.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRejected;
import io.closedloop.lead.lifecycle.LeadEvent.LeadReopened;
import io.closedloop.lead.lifecycle.LeadEvent.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadWon;
import io.closedloop.lead.lifecycle.LeadEvent.OpportunityRevised;
import io.closedloop.lead.lifecycle.LeadEvent.RevenueRecorded;
import io.closedloop.lead.lifecycle.LeadEvent.TouchRecorded;
import io.closedloop.lead.source.Source;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A lead as its events tell it: one person's or company's path from first interest to an outcome. {@link #registered}
 * begins a lead, and {@link #evolve} applies every later event; nothing else changes a lead. It is immutable.
 */
public final class Lead {
    private final LeadRegistered registration;
    private long version;
    private int pass;
    private Stage stage = new Stage.Inquiry();
    private Instant stageSince;
    private @Nullable Rep owner;
    /** What it has now is the last; the others tell which identities it held. */
    private Chain<Contact> contacts;

    private Contact contact;
    private Source source;
    private Attributes attributes;
    private Opportunity opportunity = Opportunity.NONE;
    private Touches touches = Touches.NONE;
    private Chain<RevenueRecorded> revenue = Chain.empty();
    /** Under the present closure. */
    private LaterRevenue laterRevenue = LaterRevenue.NONE;
    /** What identifies the lead now, whether it holds a claim on it (open) or not. */
    private List<IdentityHash> identities;
    /** What has ever identified it: what a disqualification suppresses. */
    private Set<IdentityHash> everHeld;

    private LatestDecisions latest;

    private Lead(LeadRegistered event) {
        registration = event;
        version = 1;
        pass = event.pass();
        stageSince = event.occurredAt();
        contact = event.contact();
        contacts = Chain.<Contact>empty().with(event.contact());
        source = event.source();
        attributes = event.attributes();
        identities = event.claimed();
        everHeld = Set.copyOf(event.claimed());
        latest = LatestDecisions.NONE;
    }

    private Lead(Lead other) {
        registration = other.registration;
        version = other.version;
        pass = other.pass;
        stage = other.stage;
        stageSince = other.stageSince;
        owner = other.owner;
        contact = other.contact;
        contacts = other.contacts;
        source = other.source;
        attributes = other.attributes;
        opportunity = other.opportunity;
        touches = other.touches;
        revenue = other.revenue;
        laterRevenue = other.laterRevenue;
        identities = other.identities;
        everHeld = other.everHeld;
        latest = other.latest;
    }

    /** A lead begins. */
    public static Lead registered(LeadRegistered event) {
        return new Lead(event);
    }

    /**
     * The lead after {@code event}.
     *
     * @param lead null before the lead's first event
     * @param actor the key that the event came from
     * @throws IllegalStateException when a lead does not begin with its registration, or is registered twice: a damaged
     *     log
     */
    public static Lead evolve(@Nullable Lead lead, LeadEvent event, KeyId actor) {
        if (event instanceof LeadRegistered registered && lead == null) {
            return registered(registered);
        }
        if (lead == null) {
            throw new IllegalStateException("lead %s begins with %s instead of LeadRegistered"
                    .formatted(event.leadId(), event.getClass().getSimpleName()));
        }
        return lead.evolve(event, actor);
    }

    /**
     * The lead after {@code event}.
     *
     * @param actor the key that the event came from
     */
    public Lead evolve(LeadEvent event, KeyId actor) {
        var next = new Lead(this);
        next.version++;
        next.pass = event.pass();
        switch (event) {
            case LeadRegistered _ ->
                throw new IllegalStateException("lead %s is registered twice".formatted(event.leadId()));
            case TouchRecorded touch -> next.touches = touches.with(touch);
            case ContactUpdated updated -> next.contactChanged(updated);
            case AttributesUpdated updated -> {
                next.attributes = attributes.with(updated.attributes());
                next.source = updated.source().applyTo(source);
                next.latest = latest.with(updated);
            }
            case LeadMarketingQualified mql -> next.enter(new Stage.MarketingQualified(Acceptance.AWAITING), mql);
            case LeadAssigned assigned -> {
                next.owner = assigned.rep();
                next.latest = latest.with(assigned);
            }
            case LeadAccepted accepted -> {
                next.owner = accepted.rep();
                next.enter(new Stage.MarketingQualified(Acceptance.ACCEPTED), accepted);
            }
            case LeadRejected rejected -> next.latest = latest.withRejection(rejected);
            case LeadRecycled recycled -> {
                next.claimedAgain(recycled.claimed());
                next.enter(new Stage.Nurture(recycled.resumeNotBefore()), recycled);
            }
            case LeadDisqualified out -> next.enter(new Stage.Disqualified(out.reason(), actor), out);
            case LeadSalesQualified sql -> {
                next.owner = sql.rep();
                next.opportunity = new Opportunity(sql.expectedAmount(), sql.expectedCloseDate(), null);
                next.enter(new Stage.SalesQualified(), sql);
            }
            case OpportunityRevised revised -> {
                next.opportunity =
                        opportunity.revised(revised.expectedAmount(), revised.expectedCloseDate(), revised.milestone());
                next.latest = latest.with(revised);
            }
            case LeadWon won -> {
                next.laterRevenue = LaterRevenue.NONE;
                next.enter(new Stage.Won(won.amount()), won);
            }
            case LeadLost lost -> next.enter(new Stage.Lost(lost.reason()), lost);
            case LeadReinstated reinstated -> {
                next.claimedAgain(reinstated.claimed());
                next.enter(new Stage.Nurture(null), reinstated);
            }
            case LeadReopened reopened -> {
                next.claimedAgain(reopened.claimed());
                next.enter(new Stage.SalesQualified(), reopened);
            }
            case ClosureAmended amended -> {
                next.stage = amendedClosure(amended);
                next.latest = latest.with(amended);
            }
            case RevenueRecorded recorded -> {
                next.revenue = revenue.with(recorded);
                next.laterRevenue = laterRevenue.with(recorded);
            }
        }
        return next;
    }

    private void enter(Stage entered, LeadEvent by) {
        stage = entered;
        stageSince = by.occurredAt();
        latest = latest.withStage(by);
    }

    private void contactChanged(ContactUpdated updated) {
        contact = updated.contact().applyTo(contact);
        contacts = contacts.with(contact);
        holds(updated.identities());
        latest = latest.with(updated);
    }

    /** It may claim under another spelling than it gave up under. */
    private void claimedAgain(List<IdentityHash> claimed) {
        if (!claimed.isEmpty()) {
            holds(claimed);
        }
    }

    private void holds(List<IdentityHash> now) {
        identities = now;
        var held = new TreeSet<>(everHeld);
        held.addAll(now);
        everHeld = Set.copyOf(held);
    }

    private Stage amendedClosure(ClosureAmended amended) {
        if (amended.newAmount() != null) {
            return new Stage.Won(amended.newAmount());
        }
        if (amended.newReason() != null) {
            return new Stage.Lost(amended.newReason());
        }
        throw new IllegalStateException(
                "lead %s: an amendment has neither a new amount nor a new reason".formatted(id()));
    }

    public LeadId id() {
        return registration.leadId();
    }

    /** The number of the lead's events. */
    public long version() {
        return version;
    }

    /** Which trip through the funnel this is: 1, 2, 3, ... */
    public int pass() {
        return pass;
    }

    public Stage stage() {
        return stage;
    }

    public Status status() {
        return stage.status();
    }

    public Instant registeredAt() {
        return registration.occurredAt();
    }

    /** When the last stage change occurred; acceptance, closure and reopening are stage changes too. */
    public Instant stageSince() {
        return stageSince;
    }

    /** The rep of the latest assignment, acceptance or sales qualification. */
    public @Nullable Rep owner() {
        return owner;
    }

    public Contact contact() {
        return contact;
    }

    public @Nullable ExternalRef externalRef() {
        return registration.externalRef();
    }

    public Source source() {
        return source;
    }

    public Attributes attributes() {
        return attributes;
    }

    public Opportunity opportunity() {
        return opportunity;
    }

    public Touches touches() {
        return touches;
    }

    public List<IdentityHash> identities() {
        return identities;
    }

    public Set<IdentityHash> everHeld() {
        return everHeld;
    }

    /**
     * What identifies it now, hashed under the present spelling; as its events say where its contact cannot be read any
     * more.
     */
    List<IdentityHash> identities(IdentityHasher hasher) {
        var anew = Identities.ofKept(contact, externalRef(), hasher);
        return anew.isEmpty() ? identities : anew;
    }

    /** What ever identified it, hashed under the present spelling as far as its contacts can still be read. */
    Set<IdentityHash> everHeld(IdentityHasher hasher) {
        var held = new TreeSet<IdentityHash>();
        contacts.forEach(it -> held.addAll(Identities.ofKept(it, externalRef(), hasher)));
        Set<String> formerly =
                held.stream().map(IdentityHash::former).filter(Objects::nonNull).collect(Collectors.toSet());
        everHeld.stream().filter(it -> !formerly.contains(it.hash())).forEach(held::add);
        return held;
    }

    /** Every valid telephone number that it ever had, whether it identified the lead or not. */
    Set<IdentityHash> everyPhone(IdentityHasher hasher) {
        var phones = new TreeSet<IdentityHash>();
        contacts.forEach(it -> Identities.phone(it, hasher).ifPresent(phones::add));
        return phones;
    }

    /** Every e-mail address that it ever had, as far as its contacts can be read. */
    public Set<IdentityHash> everyEmail(IdentityHasher hasher) {
        var emails = new TreeSet<IdentityHash>();
        contacts.forEach(it -> Identities.ofKept(it, null, hasher).stream()
                .filter(identity -> identity.kind() == IdentityKind.EMAIL)
                .forEach(emails::add));
        return emails;
    }

    /** The commands that the lead's present place allows, to whoever has the roles. */
    public List<CommandKind> allowedCommands() {
        return Arrays.stream(CommandKind.values())
                .filter(kind -> kind.allowedFrom(status()))
                .filter(kind -> kind != CommandKind.REINSTATE_LEAD || LeadDecider.isReversible(this))
                .toList();
    }

    LeadRegistered registration() {
        return registration;
    }

    Chain<RevenueRecorded> revenue() {
        return revenue;
    }

    /** What was recorded since the lead was won last. */
    LaterRevenue laterRevenue() {
        return laterRevenue;
    }

    LatestDecisions latest() {
        return latest;
    }
}
