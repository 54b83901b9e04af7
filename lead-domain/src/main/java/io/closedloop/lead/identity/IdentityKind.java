package io.closedloop.lead.identity;

/** What an identity is made of. */
public enum IdentityKind {
    EMAIL,
    PHONE,
    EXTERNAL_REF
}
