package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.FieldError;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.OutOfOrder;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.TakesASecondPerson;
import io.closedloop.lead.decision.VersionMismatch;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.lifecycle.LeadCommand.AcceptLead;
import io.closedloop.lead.lifecycle.LeadCommand.AmendClosure;
import io.closedloop.lead.lifecycle.LeadCommand.AssignLead;
import io.closedloop.lead.lifecycle.LeadCommand.CloseLost;
import io.closedloop.lead.lifecycle.LeadCommand.CloseWon;
import io.closedloop.lead.lifecycle.LeadCommand.DisqualifyLead;
import io.closedloop.lead.lifecycle.LeadCommand.QualifyMarketing;
import io.closedloop.lead.lifecycle.LeadCommand.QualifySales;
import io.closedloop.lead.lifecycle.LeadCommand.RecordRevenue;
import io.closedloop.lead.lifecycle.LeadCommand.RecordTouch;
import io.closedloop.lead.lifecycle.LeadCommand.RecycleLead;
import io.closedloop.lead.lifecycle.LeadCommand.RegisterLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReinstateLead;
import io.closedloop.lead.lifecycle.LeadCommand.RejectLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReopenLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReviseOpportunity;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateAttributes;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateContact;
import io.closedloop.lead.lifecycle.LeadRefusal.NoSuchLead;
import io.closedloop.lead.lifecycle.LeadRefusal.NotAllowedInStage;
import io.closedloop.lead.lifecycle.LeadRefusal.NotReversible;
import io.closedloop.lead.lifecycle.LeadRefusal.NothingToAmend;
import io.closedloop.lead.lifecycle.LeadRefusal.RegisteredWithOtherContent;
import io.closedloop.lead.lifecycle.LeadRefusal.RevenueRecordedWithOtherContent;
import io.closedloop.lead.lifecycle.LeadRefusal.TouchRecordedWithOtherContent;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides every lead command, always in the same order, so that the same command always gets the same answer: the
 * command's roles, its own fields, whether the lead exists, the expected version, whether the command is a repeat, the
 * lead's stage, permissions that depend on the lead, and business time. The appender checks last, when it stores the
 * decision, whether an identity is suppressed or claimed.
 */
public final class LeadDecider {
    private LeadDecider() {}

    /** @param lead null where there is none with the command's id */
    public static Decision<LeadEvent> decide(@Nullable Lead lead, LeadCommand command, Circumstances circumstances) {
        Forbidden usual = takes(command.commandKind());
        if (circumstances.actor().permittedBy(usual.takes()).isEmpty()) {
            return new Refused<>(usual);
        }
        var errors = FieldChecks.of(command, circumstances.playbook(), List.of());
        if (!errors.isEmpty()) {
            return new Refused<>(new InvalidCommand(errors));
        }
        if (lead == null && !(command instanceof RegisterLead)) {
            return new Refused<>(new NoSuchLead(command.leadId()));
        }
        long version = lead == null ? 0 : lead.version();
        Long expected = circumstances.expectedVersion();
        if (expected != null && expected != version) {
            return new Refused<>(new VersionMismatch(expected, version));
        }
        if (lead != null && Repeats.isRepeat(lead, command)) {
            return new Repeat<>();
        }
        Optional<Refusal> misplaced =
                lead == null ? Optional.empty() : misplaced(lead, command, circumstances.playbook());
        if (misplaced.isPresent()) {
            return new Refused<>(misplaced.get());
        }
        Instant occurredAt = occurredAt(lead, command, circumstances);
        if (lead != null && takesASecondPerson(lead, command, circumstances)) {
            return new Refused<>(new TakesASecondPerson(command.commandKind().commandName()));
        }
        Forbidden here = takes(lead, command, occurredAt);
        Optional<Role> permittedBy = circumstances.actor().permittedBy(here.takes());
        if (permittedBy.isEmpty()) {
            return new Refused<>(here);
        }
        Optional<Refusal> mistimed = mistimed(lead, command, occurredAt, circumstances.now());
        if (mistimed.isPresent()) {
            return new Refused<>(mistimed.get());
        }
        return new Accepted<>(new Consequences(lead, occurredAt, circumstances).of(command), permittedBy.get());
    }

    /**
     * Every wrong field of a command that could not be read as a whole, for an answer that names them all.
     *
     * @param command with stand-ins where fields could not be read
     * @param unread what is wrong with those: what depends on them is not judged
     */
    public static List<FieldError> wrongFields(LeadCommand command, Playbook playbook, List<FieldError> unread) {
        return Stream.concat(unread.stream(), FieldChecks.of(command, playbook, unread).stream())
                .toList();
    }

    /** Whether a disqualified lead may come back at all. */
    static boolean isReversible(Lead lead) {
        return !(lead.stage() instanceof Stage.Disqualified out) || Playbook.BUILT_IN.isReversible(out.reason());
    }

    /** Why the lead, being where it is, does not take the command. */
    private static Optional<Refusal> misplaced(Lead lead, LeadCommand command, Playbook playbook) {
        if (command instanceof RegisterLead) {
            return Optional.of(new RegisteredWithOtherContent(lead.id()));
        }
        if (!command.commandKind().allowedFrom(lead.status())) {
            return Optional.of(new NotAllowedInStage(command.commandKind(), lead.status()));
        }
        return switch (command) {
            case RecordTouch touch
            when touch.touchId() != null && Repeats.hasTouch(lead, touch.touchId()) ->
                Optional.of(new TouchRecordedWithOtherContent(touch.touchId()));
            case RecordRevenue revenue
            when revenue.revenueId() != null && Repeats.hasRevenue(lead, revenue.revenueId()) ->
                Optional.of(new RevenueRecordedWithOtherContent(revenue.revenueId()));
            case RecordRevenue revenue -> otherCurrency(lead, revenue).or(() -> overRefunded(lead, revenue));
            case ReinstateLead _
            when lead.stage() instanceof Stage.Disqualified out && !playbook.isReversible(out.reason()) ->
                Optional.of(new NotReversible(out.reason()));
            case QualifySales qualify
            when qualify.rep() == null && lead.owner() == null ->
                Optional.of(new InvalidCommand("/rep", "this lead has no owner yet, so the rep has to be named"));
            case AmendClosure amend -> unamendable(lead, amend);
            case UpdateContact update -> {
                Contact after = update.contact().applyTo(lead.contact());
                yield after.identifiesAs(lead.contact())
                        ? Optional.empty()
                        : Identities.problem(after, lead.externalRef())
                                .map(problem -> new InvalidCommand(List.of(problem)));
            }
            case UpdateAttributes update
            when lead.attributes().countWith(update.attributes()) > Attributes.MAX_COUNT ->
                Optional.of(new InvalidCommand("/attributes", Attributes.TOO_MANY));
            case RegisterLead _,
                    RecordTouch _,
                    UpdateAttributes _,
                    QualifyMarketing _,
                    AssignLead _,
                    AcceptLead _,
                    RejectLead _,
                    QualifySales _,
                    ReviseOpportunity _,
                    CloseWon _,
                    CloseLost _,
                    DisqualifyLead _,
                    RecycleLead _,
                    ReinstateLead _,
                    ReopenLead _ -> Optional.empty();
        };
    }

    private static Optional<Refusal> otherCurrency(Lead lead, RecordRevenue revenue) {
        return lead.stage() instanceof Stage.Won won
                        && !won.amount().currency().equals(revenue.amount().currency())
                ? Optional.of(new InvalidCommand(
                        "/amount/currency",
                        "later revenue has the win's currency, "
                                + won.amount().currency().getCurrencyCode()))
                : Optional.empty();
    }

    /** Nobody gives back more than was paid. */
    private static Optional<Refusal> overRefunded(Lead lead, RecordRevenue revenue) {
        if (revenue.kind() != RevenueKind.REFUND || !(lead.stage() instanceof Stage.Won won)) {
            return Optional.empty();
        }
        BigDecimal left = won.amount()
                .amount()
                .add(lead.laterRevenue().in(won.amount().currency()))
                .max(BigDecimal.ZERO);
        return revenue.amount().amount().compareTo(left) > 0
                ? Optional.of(new InvalidCommand(
                        "/amount",
                        "a refund is at most what is left of the win's revenue, "
                                + inWords(left, won.amount().currency())))
                : Optional.empty();
    }

    /** What was refunded in one currency is not to be counted against a win in another. */
    private static Optional<Refusal> changesCurrency(Lead lead, Stage.Won won, Money amount) {
        Currency currency = won.amount().currency();
        return lead.laterRevenue().isRecorded() && !amount.currency().equals(currency)
                ? Optional.of(new InvalidCommand(
                        "/amount/currency",
                        "later revenue was recorded in %s, so the win stays in it; to win it in another currency, reopen the lead and close it anew"
                                .formatted(currency.getCurrencyCode())))
                : Optional.empty();
    }

    /** A win that was refunded more than it was worth would have to owe the rest; raising one is never wrong. */
    private static Optional<Refusal> refundedMore(Lead lead, Stage.Won won, Money amount) {
        BigDecimal least = lead.laterRevenue().in(amount.currency()).negate();
        boolean raises = amount.amount().compareTo(won.amount().amount()) > 0;
        return !raises && amount.amount().compareTo(least) < 0
                ? Optional.of(new InvalidCommand(
                        "/amount",
                        "refunds have taken more than that; this win's amount is at least "
                                + inWords(least, amount.currency())))
                : Optional.empty();
    }

    /** A sum, which may have more digits than an amount. */
    private static String inWords(BigDecimal sum, Currency currency) {
        return sum.toPlainString() + " " + currency.getCurrencyCode();
    }

    private static Optional<Refusal> unamendable(Lead lead, AmendClosure amend) {
        return switch (lead.stage()) {
            case Stage.Won _
            when amend.amount() == null ->
                Optional.of(new InvalidCommand("/amount", "the amendment of a win gives its new amount"));
            case Stage.Won won when won.amount().equals(amend.amount()) -> Optional.of(NothingToAmend.of(won.amount()));
            case Stage.Won won -> {
                Money amount = Objects.requireNonNull(amend.amount());
                yield changesCurrency(lead, won, amount).or(() -> refundedMore(lead, won, amount));
            }
            case Stage.Lost _
            when amend.reason() == null ->
                Optional.of(new InvalidCommand("/reason", "the amendment of a loss gives its new reason"));
            case Stage.Lost lost
            when lost.reason().equals(amend.reason()) -> Optional.of(new NothingToAmend(lost.reason()));
            case Stage.Inquiry _,
                    Stage.MarketingQualified _,
                    Stage.SalesQualified _,
                    Stage.Lost _,
                    Stage.Nurture _,
                    Stage.Disqualified _ -> Optional.empty();
        };
    }

    /** Whoever disqualified a lead does not take that back alone. */
    private static boolean takesASecondPerson(Lead lead, LeadCommand command, Circumstances circumstances) {
        return command instanceof ReinstateLead
                && lead.stage() instanceof Stage.Disqualified out
                && out.by().equals(circumstances.actor().id());
    }

    /** Which roles the command takes for this lead: what those hear who have none of them. */
    private static Forbidden takes(@Nullable Lead lead, LeadCommand command, Instant occurredAt) {
        Forbidden usual = takes(command.commandKind());
        if (lead == null) {
            return usual;
        }
        return switch (command) {
            case QualifyMarketing _
            when lead.stage() instanceof Stage.Nurture nurture
                    && nurture.resumeNotBefore() != null
                    && occurredAt.isBefore(nurture.resumeNotBefore()) ->
                new Forbidden("QualifyMarketing before " + nurture.resumeNotBefore(), List.of(Role.MANAGER));
            case AcceptLead accept when isOfAnother(lead, accept.rep()) -> ofAnotherRep(command);
            case QualifySales qualify
            when qualify.rep() != null && isOfAnother(lead, qualify.rep()) -> ofAnotherRep(command);
            case DisqualifyLead _
            when lead.status() != Status.INQUIRY && lead.status() != Status.NURTURE ->
                new Forbidden("DisqualifyLead of a lead that sales works", List.of(Role.SALES));
            case RegisterLead _,
                    RecordTouch _,
                    UpdateContact _,
                    UpdateAttributes _,
                    QualifyMarketing _,
                    AssignLead _,
                    AcceptLead _,
                    RejectLead _,
                    QualifySales _,
                    ReviseOpportunity _,
                    CloseWon _,
                    CloseLost _,
                    DisqualifyLead _,
                    RecycleLead _,
                    ReinstateLead _,
                    ReopenLead _,
                    AmendClosure _,
                    RecordRevenue _ -> usual;
        };
    }

    private static Forbidden takes(CommandKind kind) {
        return new Forbidden(kind.commandName(), kind.roles());
    }

    /** A lead that is assigned to somebody is taken by that rep, or given to another one by a manager. */
    private static boolean isOfAnother(Lead lead, Rep rep) {
        return lead.owner() != null && !lead.owner().tidy().equals(rep);
    }

    private static Forbidden ofAnotherRep(LeadCommand command) {
        return new Forbidden(
                command.commandKind().commandName() + " for another rep than the lead is assigned to",
                List.of(Role.MANAGER));
    }

    private static Instant occurredAt(@Nullable Lead lead, LeadCommand command, Circumstances circumstances) {
        if (command.occurredAt() != null) {
            return command.occurredAt();
        }
        Instant now = circumstances.now();
        return lead != null && lead.stageSince().isAfter(now) ? lead.stageSince() : now;
    }

    private static Optional<Refusal> mistimed(
            @Nullable Lead lead, LeadCommand command, Instant occurredAt, Instant now) {
        boolean stageMayMove = !(command instanceof RecordTouch);
        if (lead != null && stageMayMove && occurredAt.isBefore(lead.stageSince())) {
            return Optional.of(new OutOfOrder(occurredAt, lead.stageSince()));
        }
        boolean given = command.occurredAt() != null;
        if (given && occurredAt.isAfter(now.plus(OutOfOrder.TOLERANCE))) {
            return Optional.of(new OutOfOrder(occurredAt, null));
        }
        Instant expiresAt = command.expiresAt();
        return expiresAt != null && !expiresAt.isAfter(occurredAt)
                ? Optional.of(new InvalidCommand(
                        "/expiresAt", "a suppression ends after the disqualification at " + occurredAt))
                : Optional.empty();
    }
}
