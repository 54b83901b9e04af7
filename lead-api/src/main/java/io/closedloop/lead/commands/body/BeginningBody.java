package io.closedloop.lead.commands.body;

import org.jspecify.annotations.Nullable;

/** The body of a command that a lead begins with: it may say which id the lead gets. */
public sealed interface BeginningBody extends CommandBody permits RegisterLeadBody {
    @Nullable
    String leadId();
}
