package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.LEAD;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ContactChange.Field;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Commands of few different values, so that repeats, clashes and mistakes are frequent; the same for the same seed. */
final class RandomCommands {
    private static final List<String> REASONS = List.of(
            "NO_NEED",
            "NO_NEED",
            "POOR_FIT",
            "SPAM_OR_FAKE",
            "OTHER",
            "TIMING",
            "TIMING",
            "NOT_READY",
            "PRICE",
            "PRICE",
            "COMPETITOR",
            "NONSENSE");
    private static final List<String> EMAILS =
            Arrays.asList("a@example.com", "A@example.com", "b@example.com", "b@example.com", null, "nonsense");
    private static final List<String> PHONES = Arrays.asList("+5511987654321", null, null, "nonsense");
    private static final List<Money> AMOUNTS = List.of(
            Money.of("100", "USD"),
            Money.of("100.00", "USD"),
            Money.of("250", "USD"),
            Money.of("250", "EUR"),
            Money.of("0", "USD"));

    private final RandomGenerator random;
    private final List<LeadCommand> sent = new ArrayList<>();

    RandomCommands(RandomGenerator random) {
        this.random = random;
    }

    /** Mostly what the lead's place allows, sometimes what was sent before, sometimes anything. */
    LeadCommand next(Lead lead, Instant now) {
        if (!sent.isEmpty() && random.nextInt(5) == 0) {
            int back = random.nextBoolean() ? 0 : random.nextInt(8);
            return sent.get(Math.max(0, sent.size() - 1 - back));
        }
        var kinds = lead != null && random.nextInt(6) > 0
                ? lead.allowedCommands(Playbook.BUILT_IN)
                : lead == null && random.nextBoolean() ? List.of(RegisterLead.KIND) : LeadCommands.kinds();
        LeadCommand command = command(one(kinds), lead, now);
        sent.add(command);
        return command;
    }

    Actor actor() {
        return switch (random.nextInt(8)) {
            case 0 -> Examples.actor(3, one(List.of(Role.values())));
            case 1 -> Examples.actor(4, Role.MARKETING);
            case 2 -> Examples.actor(5, Role.SALES);
            case 3 -> Examples.actor(6, Role.MANAGER);
            case 4 -> Examples.actor(7, Role.SALES, Role.INTEGRATION);
            case 5, 6 -> Examples.SOMEBODY_ELSE;
            default -> Examples.ANYBODY;
        };
    }

    Long expectedVersion(long version) {
        return random.nextInt(10) > 0 ? null : Math.max(0, version - random.nextInt(2));
    }

    private LeadCommand command(CommandKind kind, Lead lead, Instant now) {
        Instant at = occurredAt(now);
        String note = random.nextInt(3) == 0 ? "a note" : null;
        return switch (kind.commandName()) {
            case "RegisterLead" ->
                new RegisterLead(
                        LEAD,
                        random.nextBoolean() ? new ExternalRef("crm", "1") : null,
                        new Contact(null, one(EMAILS), one(PHONES), null, null, null),
                        new Source(Channel.WEB, null, "spring", null, SourcedBy.MARKETING),
                        Attributes.NONE,
                        random.nextBoolean()
                                ? new TouchInstead(TouchType.FORM, TouchedBy.LEAD, null, null, List.of())
                                : null,
                        at,
                        note);
            case "RecordTouch" ->
                new RecordTouch(
                        LEAD,
                        "t" + random.nextInt(6),
                        one(List.of(TouchType.CALL, TouchType.CALL, TouchType.EMAIL)),
                        TouchedBy.SALES,
                        random.nextBoolean() ? true : null,
                        random.nextInt(4) == 0 ? Channel.EVENT : null,
                        null,
                        null,
                        List.of(),
                        at,
                        note);
            case "UpdateContact" -> new UpdateContact(LEAD, contactChange(), at, note);
            case "UpdateAttributes" -> {
                var change = new TreeMap<String, Object>();
                change.put("size", one(Arrays.asList(1, 1.0, 2, null)));
                String campaign = one(Arrays.asList(null, "spring", "autumn"));
                yield new UpdateAttributes(
                        LEAD,
                        new AttributesChange(change),
                        new SourceChange(null, null, campaign, null, null),
                        at,
                        note);
            }
            case "QualifyMarketing" -> new QualifyMarketing(LEAD, at, note);
            case "AssignLead" -> new AssignLead(LEAD, rep(), at, note);
            case "AcceptLead" -> new AcceptLead(LEAD, rep(), at, note);
            case "RejectLead" ->
                new RejectLead(
                        LEAD,
                        one(List.of(Disposition.values())),
                        one(REASONS),
                        null,
                        rarely(now.plusSeconds(random.nextInt(20_000))),
                        rarely(now.plusSeconds(random.nextInt(20_000) - 2_000)),
                        at,
                        note);
            case "QualifySales" ->
                new QualifySales(
                        LEAD,
                        random.nextBoolean() ? rep() : null,
                        random.nextBoolean() ? Map.of() : Map.of("budget", true),
                        rarely(one(AMOUNTS)),
                        rarely(LocalDate.of(2026, 5, 1)),
                        at,
                        note);
            case "ReviseOpportunity" ->
                new ReviseOpportunity(
                        LEAD,
                        random.nextBoolean() ? one(AMOUNTS) : null,
                        rarely(LocalDate.of(2026, 6, 1 + random.nextInt(2))),
                        rarely(one(List.of(Milestone.values()))),
                        at,
                        note);
            case "CloseWon" -> new CloseWon(LEAD, one(AMOUNTS), at, note);
            case "CloseLost" -> new CloseLost(LEAD, one(REASONS), null, rarely("Initech"), at, note);
            case "DisqualifyLead" ->
                new DisqualifyLead(
                        LEAD, one(REASONS), rarely(now.plusSeconds(random.nextInt(20_000) - 2_000)), at, note);
            case "RecycleLead" ->
                new RecycleLead(LEAD, one(REASONS), rarely(now.plusSeconds(random.nextInt(20_000))), at, note);
            case "ReinstateLead" -> new ReinstateLead(LEAD, one(List.of("after all", "again")), at, note);
            case "ReopenLead" -> new ReopenLead(LEAD, one(List.of("not over", "again")), at, note);
            case "AmendClosure" -> {
                boolean won = lead != null && lead.status() == Status.CLOSED_WON;
                boolean win = won != (random.nextInt(5) == 0);
                boolean both = random.nextInt(10) == 0;
                yield new AmendClosure(
                        LEAD, "a typo", win || both ? one(AMOUNTS) : null, win ? null : one(REASONS), at, note);
            }
            case "RecordRevenue" ->
                new RecordRevenue(
                        LEAD, "r" + random.nextInt(4), one(List.of(RevenueKind.values())), one(AMOUNTS), at, note);
            default -> throw new IllegalArgumentException("a command that this test does not know: " + kind);
        };
    }

    private ContactChange contactChange() {
        var fields = new EnumMap<Field, String>(Field.class);
        if (random.nextBoolean()) {
            fields.put(Field.email, one(EMAILS));
        }
        if (random.nextBoolean()) {
            fields.put(Field.phone, one(PHONES));
        }
        return new ContactChange(fields);
    }

    private Instant occurredAt(Instant now) {
        return switch (random.nextInt(12)) {
            case 0 -> now.minusSeconds(random.nextInt(10_000));
            case 1 -> now.plusSeconds(random.nextInt(600));
            case 2, 3 -> now.minusSeconds(random.nextInt(1_000));
            case 4 -> now.plusSeconds(300);
            default -> null;
        };
    }

    private Rep rep() {
        return random.nextBoolean() ? Examples.ANA : Examples.BEN;
    }

    private <T> T rarely(T value) {
        return random.nextInt(4) == 0 ? value : null;
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
