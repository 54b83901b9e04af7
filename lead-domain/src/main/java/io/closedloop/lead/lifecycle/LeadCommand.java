package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What callers may ask of a lead. A command says what is wanted; {@link LeadDecider} says whether it is allowed.
 * Reading a command strips blanks from the ends of codes; ids and free texts stay as they are.
 *
 * <p>{@code occurredAt} is null where the caller leaves it to the service: then it is the later of the server's clock
 * and the lead's last stage change.
 */
public sealed interface LeadCommand {
    LeadId leadId();

    @Nullable
    Instant occurredAt();

    @Nullable
    String note();

    /**
     * When what the command suppresses may be delivered again; null where that never ends, or nothing is suppressed.
     */
    default @Nullable Instant expiresAt() {
        return null;
    }

    /** @param touchInstead what becomes of it where another open lead is this person; null: it is refused */
    record RegisterLead(
            LeadId leadId,
            @Nullable ExternalRef externalRef,
            Contact contact,
            Source source,
            Attributes attributes,
            @Nullable TouchInstead touchInstead,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        public RegisterLead {
            source = source.tidy();
        }

        /** A registration that is refused where another open lead is this person. */
        public RegisterLead(
                LeadId leadId,
                @Nullable ExternalRef externalRef,
                Contact contact,
                Source source,
                Attributes attributes,
                @Nullable Instant occurredAt,
                @Nullable String note) {
            this(leadId, externalRef, contact, source, attributes, null, occurredAt, note);
        }

        /**
         * The touch that it becomes. Its id is that of the lead which is not registered, so the same registration sent
         * again is the same touch.
         *
         * @param holder the open lead that is this person
         * @throws IllegalStateException when it is refused instead
         */
        public RecordTouch touching(LeadId holder) {
            if (touchInstead == null) {
                throw new IllegalStateException("this registration becomes no touch");
            }
            return new RecordTouch(
                    holder,
                    leadId.toString(),
                    touchInstead.type(),
                    touchInstead.by(),
                    touchInstead.reachedHuman(),
                    source.channel(),
                    source.campaign(),
                    touchInstead.content(),
                    touchInstead.questions(),
                    occurredAt,
                    note);
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record RecordTouch(
            LeadId leadId,
            @Nullable String touchId,
            TouchType type,
            TouchedBy by,
            @Nullable Boolean reachedHuman,
            @Nullable Channel channel,
            @Nullable String campaign,
            @Nullable String content,
            List<String> questions,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        public static final int MAX_QUESTIONS = 50;

        public RecordTouch {
            campaign = Text.codeOrNull(campaign);
            content = Text.codeOrNull(content);
            questions = questions.stream().map(Text::code).toList();
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record UpdateContact(
            LeadId leadId,
            ContactChange contact,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record UpdateAttributes(
            LeadId leadId,
            AttributesChange attributes,
            SourceChange source,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        public UpdateAttributes {
            source = source.tidy();
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record QualifyMarketing(
            LeadId leadId,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record AssignLead(
            LeadId leadId,
            Rep rep,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        public AssignLead {
            rep = rep.tidy();
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record AcceptLead(
            LeadId leadId,
            Rep rep,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        public AcceptLead {
            rep = rep.tidy();
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record RejectLead(
            LeadId leadId,
            Disposition disposition,
            String reason,
            @Nullable String rootCause,
            @Nullable Instant resumeNotBefore,
            @Nullable Instant expiresAt,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** @param rep the owner where it is null */
    record QualifySales(
            LeadId leadId,
            @Nullable Rep rep,
            Map<String, Boolean> checklist,
            @Nullable Money expectedAmount,
            @Nullable LocalDate expectedCloseDate,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        public static final int MAX_CHECKLIST = 100;

        /** @throws IllegalArgumentException when two criteria are the same but for blanks at their ends */
        public QualifySales {
            var criteria = new TreeMap<String, Boolean>();
            checklist.forEach((criterion, met) -> {
                if (criteria.put(Text.code(criterion), met) != null) {
                    throw new IllegalArgumentException("a criterion is given twice");
                }
            });
            checklist = Collections.unmodifiableMap(criteria);
            rep = rep == null ? null : rep.tidy();
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record ReviseOpportunity(
            LeadId leadId,
            @Nullable Money expectedAmount,
            @Nullable LocalDate expectedCloseDate,
            @Nullable Milestone milestone,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record CloseWon(
            LeadId leadId,
            Money amount,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record CloseLost(
            LeadId leadId,
            String reason,
            @Nullable String rootCause,
            @Nullable String competitor,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        public CloseLost {
            competitor = Text.codeOrNull(competitor);
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record DisqualifyLead(
            LeadId leadId,
            String reason,
            @Nullable Instant expiresAt,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record RecycleLead(
            LeadId leadId,
            String reason,
            @Nullable Instant resumeNotBefore,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record ReinstateLead(
            LeadId leadId,
            String justification,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record ReopenLead(
            LeadId leadId,
            String justification,
            @Nullable Instant occurredAt,
            @Nullable String note) implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** Either the amount of a win or the reason of a loss. */
    record AmendClosure(
            LeadId leadId,
            String cause,
            @Nullable Money amount,
            @Nullable String reason,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record RecordRevenue(
            LeadId leadId,
            @Nullable String revenueId,
            RevenueKind kind,
            Money amount,
            @Nullable Instant occurredAt,
            @Nullable String note)
            implements LeadCommand {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    default CommandKind commandKind() {
        return switch (this) {
            case RegisterLead _ -> CommandKind.REGISTER_LEAD;
            case RecordTouch _ -> CommandKind.RECORD_TOUCH;
            case UpdateContact _ -> CommandKind.UPDATE_CONTACT;
            case UpdateAttributes _ -> CommandKind.UPDATE_ATTRIBUTES;
            case QualifyMarketing _ -> CommandKind.QUALIFY_MARKETING;
            case AssignLead _ -> CommandKind.ASSIGN_LEAD;
            case AcceptLead _ -> CommandKind.ACCEPT_LEAD;
            case RejectLead _ -> CommandKind.REJECT_LEAD;
            case QualifySales _ -> CommandKind.QUALIFY_SALES;
            case ReviseOpportunity _ -> CommandKind.REVISE_OPPORTUNITY;
            case CloseWon _ -> CommandKind.CLOSE_WON;
            case CloseLost _ -> CommandKind.CLOSE_LOST;
            case DisqualifyLead _ -> CommandKind.DISQUALIFY_LEAD;
            case RecycleLead _ -> CommandKind.RECYCLE_LEAD;
            case ReinstateLead _ -> CommandKind.REINSTATE_LEAD;
            case ReopenLead _ -> CommandKind.REOPEN_LEAD;
            case AmendClosure _ -> CommandKind.AMEND_CLOSURE;
            case RecordRevenue _ -> CommandKind.RECORD_REVENUE;
        };
    }
}
