package io.closedloop.lead.identity;

/**
 * An identity as it is kept: its HMAC-SHA-256 under the service's own key, so that whoever holds the database cannot
 * try addresses against it.
 *
 * @param hash 64 lower-case hexadecimal digits
 */
public record IdentityHash(IdentityKind kind, String hash) implements Comparable<IdentityHash> {
    /** @throws IllegalArgumentException when the hash is not 64 lower-case hexadecimal digits */
    public IdentityHash {
        if (hash.length() != 64 || !hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException(
                    "an identity hash has 64 lower-case hexadecimal digits, not '" + hash + "'");
        }
    }

    @Override
    public int compareTo(IdentityHash other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : hash.compareTo(other.hash);
    }
}
