package io.closedloop.lead.http;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.door.Visit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may call an endpoint. An endpoint checks this in its first line: by then the request has been read, so its form
 * is checked before the role of its sender.
 */
public final class Access {
    /** Every role but {@code ADMIN} alone. */
    public static final List<Role> READERS = List.of(
            Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION, Role.ANALYST, Role.AUDITOR, Role.PRIVACY);

    /** The readers who see personal data: all but analysts. */
    public static final List<Role> PERSONAL_DATA_READERS =
            List.of(Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION, Role.AUDITOR, Role.PRIVACY);

    private static final String ATTRIBUTE = Actor.class.getName();

    private Access() {}

    /**
     * The first of {@code anyOf} that the actor's roles grant.
     *
     * @throws ProblemException 403 {@code forbidden}, naming the roles that would do
     */
    public static Role require(Actor actor, List<Role> anyOf) {
        return actor.permittedBy(anyOf)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.FORBIDDEN,
                        "The key '%s' may not do this. It takes the role %s."
                                .formatted(
                                        actor.name(),
                                        anyOf.stream().map(Role::name).collect(Collectors.joining(" or ")))));
    }

    /** Whether the actor is shown contact and external reference: not when its only reader role is {@code ANALYST}. */
    public static boolean seesPersonalData(Actor actor) {
        return actor.permittedBy(PERSONAL_DATA_READERS).isPresent();
    }

    /** Says who sends the request, once its key has been checked. */
    public static void bind(HttpServletRequest request, Actor actor) {
        request.setAttribute(ATTRIBUTE, actor);
        Visit.of(request).recognised(actor.id());
    }

    /** Who sends the request; null on the few paths that are open without a key. */
    public static @Nullable Actor actorOf(HttpServletRequest request) {
        return (Actor) request.getAttribute(ATTRIBUTE);
    }
}
