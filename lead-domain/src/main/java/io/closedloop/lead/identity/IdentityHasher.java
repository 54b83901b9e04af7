package io.closedloop.lead.identity;

/** Turns an identity into what may be kept of it. The key is the service's secret, so this is given from outside. */
@FunctionalInterface
public interface IdentityHasher {
    IdentityHash hash(Identity identity);
}
