package io.closedloop.lead.keys;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import java.time.Instant;
import java.util.Set;

/** A key as it is known to the service, which is without its secret. */
public record ApiKey(KeyId id, String name, Set<Role> roles, Instant createdAt) {}
