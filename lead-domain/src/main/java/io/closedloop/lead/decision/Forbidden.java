package io.closedloop.lead.decision;

import io.closedloop.lead.access.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The caller has none of the roles that the command needs.
 *
 * @param what what is forbidden, as a sentence's subject: "AcceptLead of a lead that is assigned to another rep"
 */
public record Forbidden(String what, List<Role> takes) implements Refusal {
    public Forbidden {
        takes = List.copyOf(takes);
    }

    @Override
    public RefusalCode code() {
        return RefusalCode.FORBIDDEN;
    }

    @Override
    public String detail() {
        return what + " takes the role " + takes.stream().map(Role::name).collect(Collectors.joining(" or "));
    }
}
