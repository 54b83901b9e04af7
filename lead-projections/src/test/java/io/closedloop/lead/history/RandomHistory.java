package io.closedloop.lead.history;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.AttributesChange;
import io.closedloop.lead.lifecycle.Circumstances;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadDecider;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A random but legal history, decided by the domain itself: leads that come back, are recycled, disqualified,
 * reinstated, reopened, amended and refunded, with touches and facts that are told late, corrected sources, and
 * deliveries that are blocked. The same seed gives the same history.
 */
public final class RandomHistory {
    private static final List<String> CAMPAIGNS = List.of("spring", "summer, \"big\"", "ünder", "=1+1");
    private static final List<String> CITIES = List.of("Berlin", "São Paulo", "Lima");
    private static final List<String> CURRENCIES = List.of("USD", "BRL", "JPY");
    private static final List<Channel> CHANNELS = List.of(Channel.EMAIL, Channel.SOCIAL, Channel.WEB);

    private final Random random;
    private final MemoryLog log;
    private final List<Lead> leads = new ArrayList<>();
    private final Map<IdentityHash, Suppression> suppressed = new HashMap<>();
    private final Map<IdentityHash, LeadId> suppressedBy = new HashMap<>();
    private final Map<IdentityHash, LeadId> claimed = new HashMap<>();
    /** Two people, because nobody takes a disqualification back alone. */
    private final List<Actor> actors;

    private Instant now = Instant.parse("2024-02-20T09:00:00Z");

    private RandomHistory(long seed, MemoryLog log) {
        this.random = new Random(seed);
        this.log = log;
        this.actors = List.of(actor("ann"), actor("ben"));
    }

    /** Appends the outcome of so many random commands, the refused ones included, to a log. */
    public static void append(long seed, int commands, MemoryLog log) {
        var history = new RandomHistory(seed, log);
        for (int i = 0; i < commands; i++) {
            history.step();
        }
    }

    private Actor actor(String name) {
        return new Actor(new KeyId(uuid()), name, EnumSet.complementOf(EnumSet.of(Role.SERVICE)));
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
        int index = leads.isEmpty() || random.nextInt(4) == 0 ? -1 : random.nextInt(leads.size());
        @Nullable Lead lead = index < 0 ? null : leads.get(index);
        LeadCommand command = lead == null ? register() : anyCommand(lead);
        Actor actor = pick(actors);
        var circumstances = new Circumstances(
                actor, now, null, Playbook.BUILT_IN, RandomHistory::hash, (identities, of) -> Set.of());
        if (!(LeadDecider.decide(lead, command, circumstances) instanceof Decision.Accepted<LeadEvent> accepted)) {
            return List.of();
        }
        List<IdentityHash> claims = accepted.events().stream()
                .flatMap(event -> claimedBy(event).stream())
                .toList();
        List<IdentityHash> hit = claims.stream().filter(suppressed::containsKey).toList();
        if (!hit.isEmpty()) {
            return List.of(blocked(command, lead, hit));
        }
        if (claims.stream()
                .anyMatch(claim -> !command.leadId().equals(claimed.getOrDefault(claim, command.leadId())))) {
            return List.of();
        }
        for (LeadEvent event : accepted.events()) {
            lead = Lead.evolve(lead, event, actor.id());
            bookkeep(event);
        }
        if (index < 0) {
            leads.add(lead);
        } else {
            leads.set(index, lead);
        }
        return accepted.events();
    }

    private RedeliveryBlocked blocked(LeadCommand command, @Nullable Lead lead, List<IdentityHash> hit) {
        Source source = command instanceof LeadCommand.RegisterLead register
                ? register.source()
                : java.util.Objects.requireNonNull(lead).source();
        return new RedeliveryBlocked(
                suppressed.get(hit.getFirst()).suppressionId(),
                suppressedBy.get(hit.getFirst()),
                command.occurredAt() == null ? now : command.occurredAt(),
                command.commandKind().commandName(),
                command.leadId(),
                hit,
                source,
                null);
    }

    private static List<IdentityHash> claimedBy(LeadEvent event) {
        return switch (event) {
            case LeadEvent.LeadRegistered e -> e.claimed();
            case LeadEvent.ContactUpdated e -> e.claimed();
            case LeadEvent.LeadRecycled e -> e.claimed();
            case LeadEvent.LeadReopened e -> e.claimed();
            case LeadEvent.LeadReinstated _,
                    LeadEvent.TouchRecorded _,
                    LeadEvent.AttributesUpdated _,
                    LeadEvent.LeadMarketingQualified _,
                    LeadEvent.LeadAssigned _,
                    LeadEvent.LeadAccepted _,
                    LeadEvent.LeadRejected _,
                    LeadEvent.LeadDisqualified _,
                    LeadEvent.LeadSalesQualified _,
                    LeadEvent.OpportunityRevised _,
                    LeadEvent.LeadWon _,
                    LeadEvent.LeadLost _,
                    LeadEvent.ClosureAmended _,
                    LeadEvent.RevenueRecorded _ -> List.of();
        };
    }

    private void bookkeep(LeadEvent event) {
        claimedBy(event).forEach(claim -> claimed.put(claim, event.leadId()));
        switch (event) {
            case LeadEvent.LeadDisqualified out -> {
                out.released().forEach(claimed::remove);
                out.suppressions().forEach(suppression -> {
                    suppressed.put(suppression.identity(), suppression);
                    suppressedBy.put(suppression.identity(), out.leadId());
                });
            }
            case LeadEvent.LeadReinstated back ->
                suppressedBy.entrySet().removeIf(entry -> {
                    boolean own = entry.getValue().equals(back.leadId());
                    if (own) {
                        suppressed.remove(entry.getKey());
                    }
                    return own;
                });
            case LeadEvent.LeadWon won -> won.released().forEach(claimed::remove);
            case LeadEvent.LeadLost lost -> lost.released().forEach(claimed::remove);
            case LeadEvent.ContactUpdated updated -> updated.released().forEach(claimed::remove);
            default -> {}
        }
    }

    private LeadCommand.RegisterLead register() {
        return new LeadCommand.RegisterLead(
                new LeadId(uuid()),
                null,
                new Contact(null, "p%d@example.com".formatted(random.nextInt(200)), null, null, null, null),
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

    private LeadCommand anyCommand(Lead lead) {
        LeadId id = lead.id();
        @Nullable Instant at = occurredAt(lead);
        Rep rep = new Rep("rep" + random.nextInt(3));
        return switch (random.nextInt(30)) {
            case 0 ->
                new LeadCommand.RecordTouch(
                        id,
                        null,
                        pick(List.of(TouchType.values())),
                        TouchedBy.LEAD,
                        null,
                        null,
                        null,
                        List.of(),
                        now.minus(Duration.ofHours(random.nextInt(2000))),
                        null);
            case 1 -> new LeadCommand.UpdateAttributes(id, changes(), SourceChange.NONE, at, null);
            case 2 ->
                new LeadCommand.UpdateAttributes(
                        id,
                        AttributesChange.NONE,
                        new SourceChange(maybe(pick(CHANNELS)), null, pick(CAMPAIGNS), null, null),
                        at,
                        null);
            case 3 ->
                new LeadCommand.UpdateContact(
                        id,
                        new ContactChange(
                                Map.of(ContactChange.Field.email, "p%d@example.com".formatted(random.nextInt(200)))),
                        at,
                        null);
            case 4, 5, 6, 7, 8, 9 -> new LeadCommand.QualifyMarketing(id, at, null);
            case 10 -> new LeadCommand.AssignLead(id, rep, at, null);
            case 11, 12 -> new LeadCommand.AcceptLead(id, rep, at, null);
            case 13 ->
                new LeadCommand.RejectLead(
                        id, Disposition.RECYCLE, "SENT_TOO_EARLY", maybe("WRONG_SEGMENT"), null, null, at, null);
            case 14 -> new LeadCommand.RejectLead(id, Disposition.DISQUALIFY, "POOR_FIT", null, null, null, at, null);
            case 15, 16, 17 ->
                new LeadCommand.QualifySales(id, rep, Map.of(), random.nextBoolean() ? money() : null, null, at, null);
            case 18 -> new LeadCommand.ReviseOpportunity(id, money(), null, null, at, null);
            case 19, 20 -> new LeadCommand.CloseWon(id, money(), at, null);
            case 21 ->
                new LeadCommand.CloseLost(
                        id,
                        pick(List.of("PRICE", "NO_DECISION", "COMPETITOR")),
                        maybe("SLOW_FOLLOW_UP"),
                        null,
                        at,
                        null);
            case 22 ->
                new LeadCommand.DisqualifyLead(
                        id, pick(List.of("NO_NEED", "POOR_FIT", "SPAM_OR_FAKE")), null, at, null);
            case 23 -> new LeadCommand.RecycleLead(id, "TIMING", null, at, null);
            case 24, 25 -> new LeadCommand.ReinstateLead(id, "a mistake", at, null);
            case 26 -> new LeadCommand.ReopenLead(id, "they called again", at, null);
            case 27 ->
                lead.status() == io.closedloop.lead.lifecycle.Status.CLOSED_WON
                        ? new LeadCommand.AmendClosure(id, "typing error", money(), null, at, null)
                        : new LeadCommand.AmendClosure(
                                id, "asked them", null, pick(List.of("PRICE", "NO_DECISION")), at, null);
            default ->
                new LeadCommand.RecordRevenue(
                        id,
                        null,
                        pick(List.of(RevenueKind.values())),
                        lead.stage() instanceof io.closedloop.lead.lifecycle.Stage.Won won
                                ? money(won.amount().currency().getCurrencyCode())
                                : money(),
                        at,
                        null);
        };
    }

    private AttributesChange changes() {
        var values = new HashMap<String, @Nullable Object>(attributes());
        if (random.nextInt(3) == 0) {
            values.put("city", null);
        }
        return new AttributesChange(values);
    }

    /** Mostly told late: anywhere between the last stage change and now; the registration up to two months ago. */
    private @Nullable Instant occurredAt(@Nullable Lead lead) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        Instant earliest = lead == null ? now.minus(Duration.ofDays(60)) : lead.stageSince();
        long span = ChronoUnit.MICROS.between(earliest, now);
        return span <= 0 ? null : earliest.plus(random.nextLong(span), ChronoUnit.MICROS);
    }

    private Money money() {
        return money(pick(CURRENCIES));
    }

    private Money money(String currency) {
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

    static IdentityHash hash(io.closedloop.lead.identity.Identity identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(identity.canonical().getBytes(StandardCharsets.UTF_8));
            return new IdentityHash(identity.kind(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
