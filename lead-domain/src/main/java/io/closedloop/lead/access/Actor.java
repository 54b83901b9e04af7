package io.closedloop.lead.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who sends a command: an API key with its unique name and its roles. */
public record Actor(KeyId id, String name, Set<Role> roles) {
    /** The service, for what it does alone; no key has its name or its id. */
    public static final Actor SERVICE = new Actor(new KeyId(new UUID(0, 0)), "service", Set.of(Role.SERVICE));

    public Actor {
        roles = Set.copyOf(roles);
    }

    /**
     * The role that permits something: the first of {@code anyOf}, in that order, that one of this actor's roles
     * grants.
     */
    public Optional<Role> permittedBy(List<Role> anyOf) {
        for (Role required : anyOf) {
            if (roles.contains(required)) {
                return Optional.of(required);
            }
            if (roles.contains(Role.MANAGER) && Role.MANAGER.grants(required)) {
                return Optional.of(Role.MANAGER);
            }
        }
        return Optional.empty();
    }
}
