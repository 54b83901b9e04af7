package io.closedloop.lead.admin;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.util.List;

/** Who may ask and order here, and of what. */
final class Admins {
    private static final List<Role> ADMIN = List.of(Role.ADMIN);

    private Admins() {}

    /** @throws ProblemException 403 for everybody but {@code ADMIN} */
    static void require(Actor actor) {
        Access.require(actor, ADMIN);
    }

    /** @throws ProblemException 404 for a name that no projection has */
    static void requireProjection(String name) {
        if (!name.equals(ReadModelProcessor.NAME)) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "Unknown projection; the only one is called %s.".formatted(ReadModelProcessor.NAME));
        }
    }
}
