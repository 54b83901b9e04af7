package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.playbook.Playbook;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What is the same for all commands of a kind: its name, who may send one, in the order in which roles permit it, and
 * where a lead must be for it. Every command has its own as a constant {@code KIND}, and {@link LeadCommands} lists
 * them. What depends on more than that - the rep that a lead is assigned to, who disqualified it - the command says.
 *
 * <p>There is one object of each kind, so kinds are compared as they are.
 */
public final class CommandKind {
    private final String commandName;
    private final List<Role> roles;
    private final Set<Status> allowedFrom;
    private final BiPredicate<Lead, Playbook> allowedFor;
    private final Forbidden usual;

    /** @param roles which permit it, at least in some place */
    CommandKind(String commandName, List<Role> roles, Set<Status> allowedFrom) {
        this(commandName, roles, allowedFrom, (_, _) -> true);
    }

    private CommandKind(
            String commandName, List<Role> roles, Set<Status> allowedFrom, BiPredicate<Lead, Playbook> allowedFor) {
        this.commandName = commandName;
        this.roles = List.copyOf(roles);
        this.allowedFrom = allowedFrom.isEmpty() ? EnumSet.noneOf(Status.class) : EnumSet.copyOf(allowedFrom);
        this.allowedFor = allowedFor;
        this.usual = new Forbidden(commandName, this.roles);
    }

    /** This kind, which only those leads take that {@code allowed} says. */
    CommandKind onlyIf(BiPredicate<Lead, Playbook> allowed) {
        return new CommandKind(commandName, roles, allowedFrom, allowed);
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

    /** Whether the lead takes it where it is. */
    boolean allowedFor(Lead lead, Playbook playbook) {
        return allowedFrom(lead.status()) && allowedFor.test(lead, playbook);
    }

    /** What those hear who have none of the roles. */
    Forbidden usual() {
        return usual;
    }

    @Override
    public String toString() {
        return commandName;
    }
}
