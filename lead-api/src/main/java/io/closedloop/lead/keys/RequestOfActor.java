package io.closedloop.lead.keys;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.List;
import java.util.stream.Stream;

/** A request that tells the servlet way who sends it. */
final class RequestOfActor extends HttpServletRequestWrapper {
    private final Actor actor;

    RequestOfActor(HttpServletRequest request, Actor actor) {
        super(request);
        this.actor = actor;
    }

    @Override
    public Principal getUserPrincipal() {
        return actor::name;
    }

    @Override
    public boolean isUserInRole(String name) {
        List<Role> named = Stream.of(Role.values())
                .filter(role -> role.name().equals(name))
                .toList();
        return actor.permittedBy(named).isPresent();
    }
}
