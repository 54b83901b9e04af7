package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.access.Role.INTEGRATION;
import static io.closedloop.lead.access.Role.MANAGER;
import static io.closedloop.lead.access.Role.MARKETING;
import static io.closedloop.lead.access.Role.SALES;
import static io.closedloop.lead.lifecycle.Status.CLOSED_LOST;
import static io.closedloop.lead.lifecycle.Status.CLOSED_WON;
import static io.closedloop.lead.lifecycle.Status.DISQUALIFIED;
import static io.closedloop.lead.lifecycle.Status.INQUIRY;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;
import static io.closedloop.lead.lifecycle.Status.NURTURE;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.access.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The table of lead commands: who may send each, in the order in which roles permit it, and where a lead must be for
 * it. What depends on more than that - the rep that a lead is assigned to, who disqualified it - is decided in
 * {@link LeadDecider}.
 */
@SuppressWarnings("ImmutableEnumChecker") // both collections are unmodifiable copies
public enum CommandKind {
    REGISTER_LEAD("RegisterLead", List.of(MARKETING, SALES, INTEGRATION), EnumSet.noneOf(Status.class)),
    RECORD_TOUCH("RecordTouch", List.of(MARKETING, SALES, INTEGRATION), EnumSet.allOf(Status.class)),
    UPDATE_CONTACT(
            "UpdateContact", List.of(MARKETING, SALES, INTEGRATION), EnumSet.complementOf(EnumSet.of(DISQUALIFIED))),
    UPDATE_ATTRIBUTES(
            "UpdateAttributes", List.of(MARKETING, SALES, INTEGRATION), EnumSet.complementOf(EnumSet.of(DISQUALIFIED))),
    QUALIFY_MARKETING("QualifyMarketing", List.of(MARKETING, INTEGRATION, MANAGER), EnumSet.of(INQUIRY, NURTURE)),
    ASSIGN_LEAD(
            "AssignLead",
            List.of(MARKETING, SALES, MANAGER),
            EnumSet.of(INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE)),
    ACCEPT_LEAD("AcceptLead", List.of(SALES, MANAGER), EnumSet.of(MQL_AWAITING)),
    REJECT_LEAD("RejectLead", List.of(SALES), EnumSet.of(MQL_AWAITING, MQL_ACCEPTED)),
    QUALIFY_SALES("QualifySales", List.of(SALES, MANAGER), EnumSet.of(MQL_AWAITING, MQL_ACCEPTED)),
    REVISE_OPPORTUNITY("ReviseOpportunity", List.of(SALES), EnumSet.of(SQL)),
    CLOSE_WON("CloseWon", List.of(SALES), EnumSet.of(SQL)),
    CLOSE_LOST("CloseLost", List.of(SALES), EnumSet.of(SQL)),
    DISQUALIFY_LEAD(
            "DisqualifyLead", List.of(MARKETING, SALES), EnumSet.of(INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE)),
    RECYCLE_LEAD("RecycleLead", List.of(SALES, MARKETING), EnumSet.of(MQL_AWAITING, MQL_ACCEPTED, SQL, CLOSED_LOST)),
    REINSTATE_LEAD("ReinstateLead", List.of(MANAGER), EnumSet.of(DISQUALIFIED)),
    REOPEN_LEAD("ReopenLead", List.of(MANAGER), EnumSet.of(CLOSED_WON, CLOSED_LOST)),
    AMEND_CLOSURE("AmendClosure", List.of(MANAGER), EnumSet.of(CLOSED_WON, CLOSED_LOST)),
    RECORD_REVENUE("RecordRevenue", List.of(SALES, INTEGRATION), EnumSet.of(CLOSED_WON));

    private final String commandName;
    private final List<Role> roles;
    private final Set<Status> allowedFrom;

    CommandKind(String commandName, List<Role> roles, Set<Status> allowedFrom) {
        this.commandName = commandName;
        this.roles = List.copyOf(roles);
        this.allowedFrom = Set.copyOf(allowedFrom);
    }

    /** The name that callers know it by. */
    public String commandName() {
        return commandName;
    }

    /** The roles that permit it, at least in some place, in the order in which they are tried. */
    public List<Role> roles() {
        return roles;
    }

    public boolean allowedFrom(Status status) {
        return allowedFrom.contains(status);
    }

    public static Optional<CommandKind> named(String commandName) {
        return Arrays.stream(values())
                .filter(kind -> kind.commandName.equals(commandName))
                .findFirst();
    }
}
