package io.closedloop.lead.commands;

import io.closedloop.lead.commands.body.ExternalRefBody;
import io.closedloop.lead.identity.LeadId;

/** Which lead a command is for. */
public sealed interface Target {
    record ById(LeadId leadId) implements Target {}

    /** The open lead that holds the reference, else the latest registered that held it. */
    record ByExternalRef(ExternalRefBody ref) implements Target {}
}
