package io.closedloop.lead.access;

/**
 * What an API key may be used for. A key has one or more roles; {@link #SERVICE} is the service itself and is never
 * given to a key.
 */
public enum Role {
    MARKETING,
    SALES,
    MANAGER,
    INTEGRATION,
    ANALYST,
    AUDITOR,
    PRIVACY,
    ADMIN,
    SERVICE;

    /** Whether a key with this role may do what {@code required} permits: a manager may also do what sales may. */
    public boolean grants(Role required) {
        return this == required || (this == MANAGER && required == SALES);
    }
}
