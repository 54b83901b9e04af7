package io.closedloop.lead.history;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
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
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecordRevenue;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReinstateLead;
import io.closedloop.lead.lifecycle.RejectLead;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.ReviseOpportunity;
import io.closedloop.lead.lifecycle.Stage;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.lifecycle.UpdateAttributes;
import io.closedloop.lead.lifecycle.UpdateContact;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.suppression.LiftSuppression;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A random but legal history, decided by the domain itself: leads that come back, are recycled, disqualified,
 * reinstated, reopened, amended and refunded, with touches and facts that are told late, corrected sources, deliveries
 * that are blocked, suppressions that are lifted or expire, and now and then a new version of the playbook. The same
 * seed gives the same history.
 */
public final class RandomHistory {
    private static final List<String> CAMPAIGNS = List.of("spring", "summer, \"big\"", "ünder", "=1+1");
    private static final List<String> CITIES = List.of("Berlin", "São Paulo", "Lima");
    private static final List<String> CURRENCIES = List.of("USD", "BRL", "JPY");
    private static final List<Channel> CHANNELS = List.of(Channel.EMAIL, Channel.SOCIAL, Channel.WEB);

    private final Random random;
    private final MemoryLog log;
    private final Desk desk = new Desk();
    /** Two people, because nobody takes a disqualification back alone. */
    private final List<Actor> actors;

    private int taken;
    private Instant now = Instant.parse("2024-02-20T09:00:00Z");

    private RandomHistory(long seed, MemoryLog log) {
        this.random = new Random(seed);
        this.log = log;
        this.actors = List.of(Desk.actor("ann"), Desk.actor("ben"));
    }

    /** Appends the outcome of so many random commands, the refused ones included, to a log. */
    public static RandomHistory append(long seed, int commands, MemoryLog log) {
        var history = new RandomHistory(seed, log);
        history.goOn(commands);
        return history;
    }

    /** Appends the outcome of so many more. */
    public void goOn(int commands) {
        for (int i = 0; i < commands; i++) {
            step();
        }
    }

    private void step() {
        now = now.plus(random.nextInt(30 * 3600), ChronoUnit.SECONDS)
                .plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
        var transaction = new ArrayList<Object>();
        int commands = random.nextInt(10) == 0 ? 3 : 1;
        for (int i = 0; i < commands; i++) {
            transaction.addAll(decide());
        }
        if (!transaction.isEmpty()) {
            log.append(now, transaction);
        }
    }

    private List<?> decide() {
        if (++taken % 700 == 0) {
            desk.nextPlaybook();
        }
        if (!desk.suppressions().isEmpty() && random.nextInt(40) == 0) {
            var lifted = pick(desk.suppressions()).suppression().suppressionId();
            return desk.decide(new LiftSuppression(lifted, "asked the lawyers", null, null), pick(actors), now);
        }
        Lead lead = desk.leads().isEmpty() || random.nextInt(5) == 0 ? null : pick(desk.leads());
        return desk.decide(lead == null ? register() : likelyCommand(lead), pick(actors), now);
    }

    /** Mostly one that the lead's place allows. */
    private LeadCommand likelyCommand(Lead lead) {
        LeadCommand command = anyCommand(lead);
        for (int i = 0; i < 6 && !lead.allowedCommands(Playbook.BUILT_IN).contains(command.commandKind()); i++) {
            command = anyCommand(lead);
        }
        return command;
    }

    private RegisterLead register() {
        @Nullable
        ExternalRef externalRef =
                random.nextInt(3) > 0 ? null : new ExternalRef("crm", String.valueOf(random.nextInt(60)));
        return new RegisterLead(
                new LeadId(uuid()),
                externalRef,
                externalRef != null && random.nextInt(4) == 0 ? Contact.NONE : contact(),
                new Source(
                        pick(CHANNELS),
                        maybe(pick(List.of("fair", "blog"))),
                        maybe(pick(CAMPAIGNS)),
                        maybe("lp" + random.nextInt(3)),
                        pick(List.of(SourcedBy.values()))),
                new Attributes(attributes()),
                occurredAt(null),
                null);
    }

    /** There are so many people that leads meet again, and their telephones count where they have no e-mail. */
    private Contact contact() {
        return random.nextInt(5) > 0
                ? new Contact(null, email(), null, null, null, null)
                : new Contact(null, null, phone(), null, null, "DE");
    }

    private ContactChange contactChange() {
        return random.nextInt(5) > 0
                ? new ContactChange(Map.of(ContactChange.Field.email, email()))
                : new ContactChange(withoutEmail());
    }

    private Map<ContactChange.Field, @Nullable String> withoutEmail() {
        var fields = new HashMap<ContactChange.Field, @Nullable String>();
        fields.put(ContactChange.Field.email, null);
        fields.put(ContactChange.Field.phone, phone());
        fields.put(ContactChange.Field.country, "DE");
        return fields;
    }

    private String email() {
        int person = random.nextInt(70);
        return random.nextInt(6) > 0
                ? "p%d@example.com".formatted(person)
                : "p%d+%d@example.com".formatted(person, random.nextInt(3));
    }

    private String phone() {
        return "030 90182%d".formatted(100 + random.nextInt(30));
    }

    private Map<String, Object> attributes() {
        var values = new HashMap<String, Object>();
        if (random.nextInt(3) > 0) {
            values.put("city", pick(CITIES));
        }
        if (random.nextInt(3) == 0) {
            values.put("size", new BigDecimal(random.nextInt(3) * 10));
        }
        if (random.nextInt(4) == 0) {
            values.put("vip", random.nextBoolean());
        }
        return values;
    }

    /** What a touch of a type says, for some types nothing. */
    private static LeadCommand touch(LeadId lead, TouchType type, Instant at) {
        int kind = type.ordinal();
        return new RecordTouch(
                lead,
                null,
                type,
                TouchedBy.values()[kind % TouchedBy.values().length],
                kind % 4 == 0 ? null : (Boolean) (kind % 4 == 1),
                kind % 5 == 0 ? null : CHANNELS.get(kind % CHANNELS.size()),
                kind % 5 < 2 ? null : CAMPAIGNS.get(kind % CAMPAIGNS.size()),
                kind % 3 == 0 ? null : "content-" + kind,
                List.of(),
                at,
                null);
    }

    private LeadCommand anyCommand(Lead lead) {
        LeadId id = lead.id();
        @Nullable Instant at = occurredAt(lead);
        Rep rep = new Rep("rep" + random.nextInt(3));
        return switch (random.nextInt(38)) {
            case 0 -> touch(id, pick(List.of(TouchType.values())), now.minus(Duration.ofHours(random.nextInt(2000))));
            case 1 -> new UpdateAttributes(id, changes(), SourceChange.NONE, at, null);
            case 2 ->
                new UpdateAttributes(
                        id,
                        AttributesChange.NONE,
                        new SourceChange(maybe(pick(CHANNELS)), null, pick(CAMPAIGNS), null, null),
                        at,
                        null);
            case 3 -> new UpdateContact(id, contactChange(), at, null);
            case 4, 5, 6, 7, 8, 9 -> new QualifyMarketing(id, at, null);
            case 10 -> new AssignLead(id, rep, at, null);
            case 11, 12 -> new AcceptLead(id, rep, at, null);
            case 13 ->
                new RejectLead(id, Disposition.RECYCLE, "SENT_TOO_EARLY", maybe("WRONG_SEGMENT"), null, null, at, null);
            case 14 ->
                new RejectLead(id, Disposition.DISQUALIFY, "POOR_FIT", maybe("WRONG_SEGMENT"), null, null, at, null);
            case 15, 16, 17 ->
                new QualifySales(id, rep, Map.of(), random.nextBoolean() ? money() : null, null, at, null);
            case 18 -> new ReviseOpportunity(id, money(), null, null, at, null);
            case 19, 20 -> new CloseWon(id, money(), at, null);
            case 21, 30, 31 ->
                new CloseLost(
                        id,
                        pick(List.of("PRICE", "NO_DECISION", "COMPETITOR")),
                        maybe("SLOW_FOLLOW_UP"),
                        null,
                        at,
                        null);
            case 22 -> disqualify(id, at);
            case 23, 35 -> new RecycleLead(id, "TIMING", null, at, null);
            case 24, 25 -> new ReinstateLead(id, "a mistake", at, null);
            case 26, 32, 33 -> new ReopenLead(id, "they called again", at, null);
            case 27, 34 ->
                lead.status() == Status.CLOSED_WON
                        ? new AmendClosure(id, "typing error", money(), null, at, null)
                        : new AmendClosure(id, "asked them", null, pick(List.of("PRICE", "NO_DECISION")), at, null);
            default ->
                new RecordRevenue(
                        id,
                        null,
                        pick(List.of(RevenueKind.values())),
                        lead.stage() instanceof Stage.Won won
                                ? money(won.amount().currency().getCurrencyCode())
                                : money(),
                        at,
                        null);
        };
    }

    private DisqualifyLead disqualify(LeadId id, @Nullable Instant at) {
        String reason = pick(List.of(
                "NO_NEED",
                "NO_NEED",
                "NO_NEED",
                "NO_NEED",
                "POOR_FIT",
                "POOR_FIT",
                "SPAM_OR_FAKE",
                "DO_NOT_CONTACT",
                "DUPLICATE"));
        @Nullable
        Instant expiresAt = reason.equals("NO_NEED") && random.nextBoolean()
                ? (at == null ? now : at).plus(Duration.ofHours(1 + random.nextInt(2000)))
                : null;
        return new DisqualifyLead(id, reason, expiresAt, at, null);
    }

    private AttributesChange changes() {
        var values = new HashMap<String, @Nullable Object>(attributes());
        if (random.nextInt(3) == 0) {
            values.put("city", null);
        }
        return new AttributesChange(values);
    }

    /**
     * Mostly told late: anywhere between the last stage change and now; the registration up to two months ago. Now and
     * then at the very instant of the last change, or a little ahead of the service's clock.
     */
    private @Nullable Instant occurredAt(@Nullable Lead lead) {
        Instant earliest = lead == null ? now.minus(Duration.ofDays(60)) : lead.stageSince();
        int when = random.nextInt(30);
        if (when < 10) {
            return null;
        }
        if (when == 10) {
            return earliest;
        }
        if (when == 11) {
            return now.plusSeconds(random.nextInt(300));
        }
        long span = ChronoUnit.MICROS.between(earliest, now);
        return span <= 0 ? null : earliest.plus(random.nextLong(span), ChronoUnit.MICROS);
    }

    private Money money() {
        return money(pick(CURRENCIES));
    }

    private Money money(String currency) {
        if (random.nextInt(10) == 0) {
            return Money.of("0", currency);
        }
        String amount = currency.equals("JPY")
                ? String.valueOf(1 + random.nextInt(100_000))
                : "%d.%02d".formatted(1 + random.nextInt(1000), random.nextInt(100));
        return Money.of(amount, currency);
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }
}
