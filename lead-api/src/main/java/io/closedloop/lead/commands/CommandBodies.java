package io.closedloop.lead.commands;

import io.closedloop.lead.lifecycle.CommandKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which body belongs to which command. */
final class CommandBodies {
    private static final Map<Class<? extends CommandBody>, CommandKind> KINDS =
            Arrays.stream(CommandKind.values()).collect(Collectors.toUnmodifiableMap(CommandBodies::typeOf, k -> k));

    private CommandBodies() {}

    static Class<? extends CommandBody> typeOf(CommandKind kind) {
        return switch (kind) {
            case REGISTER_LEAD -> LeadDataBody.RegisterLeadBody.class;
            case RECORD_TOUCH -> LeadDataBody.RecordTouchBody.class;
            case UPDATE_CONTACT -> LeadDataBody.UpdateContactBody.class;
            case UPDATE_ATTRIBUTES -> LeadDataBody.UpdateAttributesBody.class;
            case QUALIFY_MARKETING -> FunnelBody.QualifyMarketingBody.class;
            case ASSIGN_LEAD -> FunnelBody.AssignLeadBody.class;
            case ACCEPT_LEAD -> FunnelBody.AcceptLeadBody.class;
            case REJECT_LEAD -> FunnelBody.RejectLeadBody.class;
            case QUALIFY_SALES -> FunnelBody.QualifySalesBody.class;
            case REVISE_OPPORTUNITY -> FunnelBody.ReviseOpportunityBody.class;
            case CLOSE_WON -> ClosureBody.CloseWonBody.class;
            case CLOSE_LOST -> ClosureBody.CloseLostBody.class;
            case DISQUALIFY_LEAD -> FunnelBody.DisqualifyLeadBody.class;
            case RECYCLE_LEAD -> FunnelBody.RecycleLeadBody.class;
            case REINSTATE_LEAD -> FunnelBody.ReinstateLeadBody.class;
            case REOPEN_LEAD -> ClosureBody.ReopenLeadBody.class;
            case AMEND_CLOSURE -> ClosureBody.AmendClosureBody.class;
            case RECORD_REVENUE -> ClosureBody.RecordRevenueBody.class;
        };
    }

    static CommandKind kindOf(CommandBody body) {
        return Objects.requireNonNull(KINDS.get(body.getClass()), () -> body.getClass() + " belongs to no command");
    }
}
