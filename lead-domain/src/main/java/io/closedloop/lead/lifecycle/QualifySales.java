package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;

import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sales works the lead as an opportunity. If nobody accepted the lead, that is implied.
 *
 * @param rep the owner where it is null
 */
public record QualifySales(
        LeadId leadId,
        @Nullable Rep rep,
        Map<String, Boolean> checklist,
        @Nullable Money expectedAmount,
        @Nullable LocalDate expectedCloseDate,
        @Nullable Instant occurredAt,
        @Nullable String note)
        implements LeadCommand {
    public static final CommandKind KIND =
            new CommandKind("QualifySales", List.of(SALES, MANAGER), Set.of(MQL_AWAITING, MQL_ACCEPTED));
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
    public CommandKind commandKind() {
        return KIND;
    }

    @Override
    public void check(FieldChecks fields) {
        if (checklist.size() > MAX_CHECKLIST) {
            fields.error("/checklist", "a checklist has %d criteria at most".formatted(MAX_CHECKLIST));
        }
        checklist.keySet().forEach(criterion -> fields.code(FieldChecks.member("/checklist", criterion), criterion));
        fields.notNegative("/expectedAmount", expectedAmount);
        fields.add(EarliestDate.problem("/expectedCloseDate", expectedCloseDate));
    }

    @Override
    public boolean isRepeat(Lead lead) {
        return lead.latest().stage() instanceof LeadSalesQualified qualified && holds(qualified, lead);
    }

    private boolean holds(LeadSalesQualified qualified, Lead lead) {
        Rep its = qualified.rep().tidy();
        return (rep == null || its.equals(rep))
                && lead.isOwnedBy(its)
                && hasChecklist(qualified.checklist())
                && Objects.equals(qualified.expectedAmount(), expectedAmount)
                && Objects.equals(qualified.expectedCloseDate(), expectedCloseDate)
                && Objects.equals(lead.opportunity().expectedAmount(), expectedAmount)
                && Objects.equals(lead.opportunity().expectedCloseDate(), expectedCloseDate);
    }

    /** Criteria were stored with blanks at their ends once. */
    private boolean hasChecklist(Map<String, Boolean> stored) {
        return stored.size() == checklist.size()
                && stored.entrySet().stream()
                        .allMatch(
                                criterion -> criterion.getValue().equals(checklist.get(Text.code(criterion.getKey()))));
    }

    @Override
    public Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        return rep == null && lead.owner() == null
                ? Optional.of(new InvalidCommand("/rep", "this lead has no owner yet, so the rep has to be named"))
                : Optional.empty();
    }

    @Override
    public Forbidden takes(Lead lead, Instant at) {
        return AcceptLead.forRep(KIND, lead, rep);
    }

    @Override
    public List<LeadEvent> events(Occasion on) {
        Lead lead = on.lead();
        Rep owner = rep != null ? rep : Objects.requireNonNull(lead.owner(), "a lead without an owner needs the rep");
        var qualified = new LeadSalesQualified(
                lead.id(),
                on.at(),
                lead.pass(),
                on.playbook(),
                owner,
                checklist,
                expectedAmount,
                expectedCloseDate,
                note);
        return lead.status() == MQL_AWAITING
                ? List.of(AcceptLead.accepted(on, owner, true, null), qualified)
                : List.of(qualified);
    }

    @Override
    public String toString() {
        return Unsaid.in(this);
    }
}
