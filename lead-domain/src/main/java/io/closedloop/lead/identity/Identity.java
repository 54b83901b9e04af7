package io.closedloop.lead.identity;

import org.jspecify.annotations.Nullable;

/**
 * What tells that two leads are the same person, in its canonical form and still in clear. An identity lives only as
 * long as a command; the service keeps its {@link IdentityHash}.
 *
 * @param base of an e-mail address with a plus-part: the address without it; null of all others
 * @param former the canonical form under the former spelling, where that was another; null where it was the same
 */
public record Identity(
        IdentityKind kind,
        String canonical,
        @Nullable String base,
        @Nullable String former) {
    public Identity(IdentityKind kind, String canonical) {
        this(kind, canonical, null, null);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return kind + " identity";
    }
}
