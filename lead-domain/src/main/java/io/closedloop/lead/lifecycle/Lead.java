package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import java.time.Instant;
import java.util.Collections;
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
    private static final int BYTES = 2_000;
    /** With the identities that come of it. */
    private static final int BYTES_OF_A_CONTACT = 1_000;

    private final LeadRegistered registration;
    private long version;
    private int pass;
    private Stage stage = new Stage.Inquiry();
    private Instant stageSince;
    private @Nullable Rep owner;
    /** What it has now is the last; the others tell which identities it held. */
    private Chain<Contact> contacts;

    private int contactsHad = 1;
    private Contact contact;
    private Source source;
    private Attributes attributes;
    private Opportunity opportunity = Opportunity.NONE;
    private Touches touches = Touches.NONE;
    /** Of its touches and its revenue, for telling a repeat. */
    private Fingerprints touchPrints = Fingerprints.NONE;

    private Fingerprints revenuePrints = Fingerprints.NONE;
    /** Under the present closure. */
    private LaterRevenue laterRevenue = LaterRevenue.NONE;
    /** What identifies the lead now, whether it holds a claim on it (open) or not. */
    private List<IdentityHash> identities;
    /** What has ever identified it, some of it perhaps again: what a disqualification suppresses. */
    private Chain<IdentityHash> held = Chain.empty();

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
        event.claimed().forEach(it -> held = held.with(it));
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
        contactsHad = other.contactsHad;
        source = other.source;
        attributes = other.attributes;
        opportunity = other.opportunity;
        touches = other.touches;
        touchPrints = other.touchPrints;
        revenuePrints = other.revenuePrints;
        laterRevenue = other.laterRevenue;
        identities = other.identities;
        held = other.held;
        latest = other.latest;
    }

    private Lead(LeadSnapshot snapshot) {
        registration = snapshot.registration();
        version = snapshot.version();
        pass = snapshot.pass();
        stage = snapshot.stage();
        stageSince = snapshot.stageSince();
        owner = snapshot.owner();
        contact = snapshot.contact();
        contacts = Chain.of(snapshot.contacts());
        contactsHad = snapshot.contacts().size();
        source = snapshot.source();
        attributes = snapshot.attributes();
        opportunity = snapshot.opportunity();
        touches = snapshot.touches();
        touchPrints = Fingerprints.ofText(snapshot.touchPrints());
        revenuePrints = Fingerprints.ofText(snapshot.revenuePrints());
        laterRevenue = LaterRevenue.of(snapshot.laterRevenue());
        identities = snapshot.identities();
        held = Chain.of(snapshot.everHeld());
        latest = LatestDecisions.of(snapshot.latestOfStage(), snapshot.rejection(), snapshot.latestOfOthers());
    }

    /**
     * The lead that a snapshot was made of.
     *
     * @throws IllegalArgumentException when it is not such as {@link #snapshot} makes
     */
    public static Lead of(LeadSnapshot snapshot) {
        return new Lead(snapshot);
    }

    /** About how many bytes of memory the lead takes: more than a few kilobytes where its life is long. */
    public long bytes() {
        return BYTES + touchPrints.size() + revenuePrints.size() + (long) BYTES_OF_A_CONTACT * contactsHad;
    }

    /** Everything that the lead has learnt from its events. */
    public LeadSnapshot snapshot() {
        return new LeadSnapshot(
                registration,
                version,
                pass,
                stage,
                stageSince,
                owner,
                contact,
                contacts.distinct(),
                source,
                attributes,
                opportunity,
                touches,
                touchPrints.text(),
                revenuePrints.text(),
                laterRevenue.byCurrency(),
                identities,
                held.distinct(),
                latest.stage(),
                latest.rejection(),
                latest.ofOthers());
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
        var next = new Next(new Lead(this), actor);
        next.lead.version++;
        next.lead.pass = event.pass();
        event.changes(next);
        return next.lead;
    }

    /** A lead that an event is making of the lead before it; nobody else has seen it yet. */
    static final class Next {
        private final Lead lead;
        private final KeyId actor;

        private Next(Lead lead, KeyId actor) {
            this.lead = lead;
            this.actor = actor;
        }

        /** The key that the event came from. */
        KeyId actor() {
            return actor;
        }

        /** The lead's stage changes. */
        void enter(Stage entered, LeadEvent by) {
            lead.stage = entered;
            lead.stageSince = by.occurredAt();
            lead.latest = lead.latest.withStage(by);
        }

        /** As {@link #enter}, by an event that may be the second one of a rejection. */
        void enterAfterRejection(Stage entered, LeadEvent by) {
            lead.stage = entered;
            lead.stageSince = by.occurredAt();
            lead.latest = lead.latest.withStageAfterRejection(by);
        }

        /** The stage says something else, but the lead stays in it. */
        void restate(Stage stage) {
            lead.stage = stage;
        }

        /** The event is the latest decision of its type; of those that change the stage, that is told by itself. */
        void latest(LeadEvent decision) {
            lead.latest = lead.latest.with(decision);
        }

        void rejected(LeadEvent rejection) {
            lead.latest = lead.latest.withRejection(rejection);
        }

        void owner(Rep rep) {
            lead.owner = rep;
        }

        /** @param identities what identifies the lead from then on */
        void contact(ContactChange change, List<IdentityHash> identities) {
            lead.contact = change.applyTo(lead.contact);
            lead.contacts = lead.contacts.with(lead.contact);
            lead.contactsHad++;
            holds(identities);
        }

        /** It may claim under another spelling than it gave up under. */
        void claimedAgain(List<IdentityHash> claimed) {
            if (!claimed.isEmpty()) {
                holds(claimed);
            }
        }

        private void holds(List<IdentityHash> now) {
            for (IdentityHash identity : now) {
                if (!lead.identities.contains(identity)) {
                    lead.held = lead.held.with(identity);
                }
            }
            lead.identities = now;
        }

        void attributes(AttributesChange change) {
            lead.attributes = lead.attributes.with(change);
        }

        void source(SourceChange change) {
            lead.source = change.applyTo(lead.source);
        }

        Opportunity opportunity() {
            return lead.opportunity;
        }

        void opportunity(Opportunity opportunity) {
            lead.opportunity = opportunity;
        }

        void touched(TouchRecorded touch) {
            lead.touches = lead.touches.with(touch);
            lead.touchPrints = lead.touchPrints.with(touch.touchId(), touch.digest());
        }

        void revenue(RevenueRecorded recorded) {
            lead.revenuePrints = lead.revenuePrints.with(recorded.revenueId(), recorded.digest());
            lead.laterRevenue = lead.laterRevenue.with(recorded);
        }

        /** Revenue that is recorded from then on comes under another closure. */
        void laterRevenueBegins() {
            lead.laterRevenue = LaterRevenue.NONE;
        }
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
        return Collections.unmodifiableSet(new TreeSet<>(held.distinct()));
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
        everHeld().stream().filter(it -> !formerly.contains(it.hash())).forEach(held::add);
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

    /** Whether it is this rep's. */
    boolean isOwnedBy(Rep rep) {
        return owner != null && owner.tidy().equals(rep);
    }

    /** The commands that the lead's present place allows, to whoever has the roles. */
    public List<CommandKind> allowedCommands(Playbook playbook) {
        return LeadCommands.kinds().stream()
                .filter(kind -> kind.allowedFor(this, playbook))
                .toList();
    }

    LeadRegistered registration() {
        return registration;
    }

    Fingerprints touchPrints() {
        return touchPrints;
    }

    Fingerprints revenuePrints() {
        return revenuePrints;
    }

    /** What was recorded since the lead was won last. */
    LaterRevenue laterRevenue() {
        return laterRevenue;
    }

    LatestDecisions latest() {
        return latest;
    }
}
