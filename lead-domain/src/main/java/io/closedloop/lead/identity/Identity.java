package io.closedloop.lead.identity;

/**
 * What tells that two leads are the same, in its canonical form and still in clear. It lives only as long as a command;
 * what is kept is its {@link IdentityHash}.
 */
public record Identity(IdentityKind kind, String canonical) {
    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return kind + " identity";
    }
}
