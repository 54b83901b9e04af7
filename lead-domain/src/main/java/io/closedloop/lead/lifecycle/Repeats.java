package io.closedloop.lead.lifecycle;

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
import io.closedloop.lead.lifecycle.LeadEvent.LeadAccepted;
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
import io.closedloop.lead.lifecycle.LeadEvent.RevenueRecorded;
import io.closedloop.lead.lifecycle.LeadEvent.TouchRecorded;
import io.closedloop.lead.text.Text;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Recognises repeated commands. Sending a command twice is harmless: a caller that does not know whether a command
 * arrived sends it again.
 *
 * <p>A command that sets something is a repeat when it is the lead's latest decision of its kind, everything that it
 * set still holds, and all fields except {@code occurredAt} and {@code note} are equal. Touches and revenue repeat by
 * their ids, a registration by its lead.
 *
 * <p>Codes that were stored with blanks at their ends equal those that commands give without them.
 *
 * <p>A stage still holds during the same stay in it: a reopened lead is sales-qualified again, not still, and the old
 * sales qualification is not a repeat for it.
 */
final class Repeats {
    private Repeats() {}

    static boolean isRepeat(Lead lead, LeadCommand command) {
        var latest = lead.latest();
        return switch (command) {
            case RegisterLead register -> sameContent(lead.registration(), register);
            case RecordTouch touch ->
                touch.touchId() != null && touch(lead, touch.touchId(), t -> sameContent(t, touch));
            case RecordRevenue revenue ->
                revenue.revenueId() != null && revenue(lead, revenue.revenueId(), r -> sameContent(r, revenue));
            case UpdateContact update ->
                latest.contactUpdated() != null
                        && latest.contactUpdated()
                                .contact()
                                .tidy()
                                .equals(update.contact().tidy())
                        && update.contact()
                                .applyTo(lead.contact())
                                .tidy()
                                .equals(lead.contact().tidy());
            case UpdateAttributes update ->
                latest.attributesUpdated() != null
                        && latest.attributesUpdated().attributes().equals(update.attributes())
                        && latest.attributesUpdated().source().tidy().equals(update.source())
                        && lead.attributes().with(update.attributes()).equals(lead.attributes())
                        && update.source()
                                .applyTo(lead.source())
                                .tidy()
                                .equals(lead.source().tidy());
            case AssignLead assign ->
                latest.assigned() != null
                        && latest.assigned().rep().tidy().equals(assign.rep())
                        && isOwner(lead, assign.rep());
            case ReviseOpportunity revise ->
                latest.revised() != null
                        && Objects.equals(latest.revised().expectedAmount(), revise.expectedAmount())
                        && Objects.equals(latest.revised().expectedCloseDate(), revise.expectedCloseDate())
                        && latest.revised().milestone() == revise.milestone()
                        && lead.opportunity()
                                .revised(revise.expectedAmount(), revise.expectedCloseDate(), revise.milestone())
                                .equals(lead.opportunity());
            case AmendClosure amend ->
                latest.amended() != null
                        && latest.amended().cause().equals(amend.cause())
                        && Objects.equals(latest.amended().newAmount(), amend.amount())
                        && Objects.equals(latest.amended().newReason(), amend.reason())
                        && closureSays(lead, amend);
            case QualifyMarketing _ -> latest.stage() instanceof LeadMarketingQualified;
            case AcceptLead accept ->
                latest.stage() instanceof LeadAccepted accepted
                        && accepted.rep().tidy().equals(accept.rep())
                        && isOwner(lead, accept.rep());
            case RejectLead reject -> latest.stage() instanceof LeadRejected rejected && sameFields(rejected, reject);
            case QualifySales qualify ->
                latest.stage() instanceof LeadSalesQualified qualified && sameFieldsStill(lead, qualified, qualify);
            case CloseWon close ->
                latest.stage() instanceof LeadWon won
                        && won.amount().equals(close.amount())
                        && lead.stage().equals(new Stage.Won(close.amount()));
            case CloseLost close ->
                latest.stage() instanceof LeadLost lost
                        && lost.reason().equals(close.reason())
                        && Objects.equals(lost.rootCause(), close.rootCause())
                        && Objects.equals(Text.codeOrNull(lost.competitor()), close.competitor())
                        && lead.stage().equals(new Stage.Lost(close.reason()));
            case DisqualifyLead disqualify ->
                latest.stage() instanceof LeadDisqualified out
                        && out.reason().equals(disqualify.reason())
                        && Objects.equals(out.expiresAt(), disqualify.expiresAt());
            case RecycleLead recycle ->
                latest.stage() instanceof LeadRecycled recycled
                        && recycled.reason().equals(recycle.reason())
                        && Objects.equals(recycled.resumeNotBefore(), recycle.resumeNotBefore());
            case ReinstateLead reinstate ->
                latest.stage() instanceof LeadReinstated reinstated
                        && reinstated.justification().equals(reinstate.justification());
            case ReopenLead reopen ->
                latest.stage() instanceof LeadReopened reopened
                        && reopened.justification().equals(reopen.justification());
        };
    }

    static boolean hasTouch(Lead lead, String touchId) {
        return touch(lead, touchId, _ -> true);
    }

    static boolean hasRevenue(Lead lead, String revenueId) {
        return revenue(lead, revenueId, _ -> true);
    }

    private static boolean touch(Lead lead, String touchId, Predicate<TouchRecorded> fits) {
        return lead.touches()
                .recorded()
                .latest(touch -> touch.touchId().equals(touchId))
                .filter(fits)
                .isPresent();
    }

    private static boolean revenue(Lead lead, String revenueId, Predicate<RevenueRecorded> fits) {
        return lead.revenue()
                .latest(revenue -> revenue.revenueId().equals(revenueId))
                .filter(fits)
                .isPresent();
    }

    private static boolean sameContent(LeadRegistered registered, RegisterLead command) {
        return registered.contact().tidy().equals(command.contact().tidy())
                && Objects.equals(registered.externalRef(), command.externalRef())
                && registered.source().tidy().equals(command.source())
                && registered.attributes().equals(command.attributes());
    }

    private static boolean sameContent(TouchRecorded recorded, RecordTouch command) {
        return recorded.type() == command.type()
                && recorded.by() == command.by()
                && Objects.equals(recorded.reachedHuman(), command.reachedHuman())
                && recorded.channel() == command.channel()
                && Objects.equals(Text.codeOrNull(recorded.campaign()), command.campaign())
                && Objects.equals(Text.codeOrNull(recorded.content()), command.content())
                && recorded.questions().stream().map(Text::code).toList().equals(command.questions());
    }

    private static boolean sameContent(RevenueRecorded recorded, RecordRevenue command) {
        return recorded.kind() == command.kind() && recorded.amount().equals(command.amount());
    }

    private static boolean sameFields(LeadRejected rejected, RejectLead command) {
        return rejected.disposition() == command.disposition()
                && rejected.reason().equals(command.reason())
                && Objects.equals(rejected.rootCause(), command.rootCause())
                && Objects.equals(rejected.resumeNotBefore(), command.resumeNotBefore())
                && Objects.equals(rejected.expiresAt(), command.expiresAt());
    }

    private static boolean sameFieldsStill(Lead lead, LeadSalesQualified qualified, QualifySales command) {
        Rep rep = qualified.rep().tidy();
        return (command.rep() == null || rep.equals(command.rep()))
                && isOwner(lead, rep)
                && sameChecklist(qualified.checklist(), command.checklist())
                && Objects.equals(qualified.expectedAmount(), command.expectedAmount())
                && Objects.equals(qualified.expectedCloseDate(), command.expectedCloseDate())
                && Objects.equals(lead.opportunity().expectedAmount(), command.expectedAmount())
                && Objects.equals(lead.opportunity().expectedCloseDate(), command.expectedCloseDate());
    }

    /** @param given without blanks at the ends of its criteria */
    private static boolean sameChecklist(Map<String, Boolean> stored, Map<String, Boolean> given) {
        return stored.size() == given.size()
                && stored.entrySet().stream()
                        .allMatch(criterion -> criterion.getValue().equals(given.get(Text.code(criterion.getKey()))));
    }

    /** @param rep without blanks at its ends */
    private static boolean isOwner(Lead lead, Rep rep) {
        return lead.owner() != null && lead.owner().tidy().equals(rep);
    }

    private static boolean closureSays(Lead lead, AmendClosure amend) {
        return switch (lead.stage()) {
            case Stage.Won won -> won.amount().equals(amend.amount());
            case Stage.Lost lost -> lost.reason().equals(amend.reason());
            case Stage.Inquiry _,
                    Stage.MarketingQualified _,
                    Stage.SalesQualified _,
                    Stage.Nurture _,
                    Stage.Disqualified _ -> false;
        };
    }
}
