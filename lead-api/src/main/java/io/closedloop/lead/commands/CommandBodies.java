package io.closedloop.lead.commands;

import io.closedloop.lead.lifecycle.CommandKind;

/** Which body belongs to which command. */
final class CommandBodies {
    private CommandBodies() {}

    static Class<? extends CommandBody> typeOf(CommandKind kind) {
        return switch (kind) {
            case REGISTER_LEAD -> CommandBody.RegisterLeadBody.class;
            case RECORD_TOUCH -> CommandBody.RecordTouchBody.class;
            case UPDATE_CONTACT -> CommandBody.UpdateContactBody.class;
            case UPDATE_ATTRIBUTES -> CommandBody.UpdateAttributesBody.class;
            case QUALIFY_MARKETING -> CommandBody.QualifyMarketingBody.class;
            case ASSIGN_LEAD -> CommandBody.AssignLeadBody.class;
            case ACCEPT_LEAD -> CommandBody.AcceptLeadBody.class;
            case REJECT_LEAD -> CommandBody.RejectLeadBody.class;
            case QUALIFY_SALES -> CommandBody.QualifySalesBody.class;
            case REVISE_OPPORTUNITY -> CommandBody.ReviseOpportunityBody.class;
            case CLOSE_WON -> CommandBody.CloseWonBody.class;
            case CLOSE_LOST -> CommandBody.CloseLostBody.class;
            case DISQUALIFY_LEAD -> CommandBody.DisqualifyLeadBody.class;
            case RECYCLE_LEAD -> CommandBody.RecycleLeadBody.class;
            case REINSTATE_LEAD -> CommandBody.ReinstateLeadBody.class;
            case REOPEN_LEAD -> CommandBody.ReopenLeadBody.class;
            case AMEND_CLOSURE -> CommandBody.AmendClosureBody.class;
            case RECORD_REVENUE -> CommandBody.RecordRevenueBody.class;
        };
    }
}
