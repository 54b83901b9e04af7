package io.closedloop.lead.identity;

import org.jspecify.annotations.Nullable;

/**
 * An identity as the service keeps it: its HMAC-SHA-256 under the service's own key, so that nobody who has the
 * database can try addresses against it. Two are the same identity when kind and hash are; the other fields say what
 * else keeps the identity out.
 *
 * @param hash 64 lower-case hexadecimal digits
 * @param base of an e-mail address with a plus-part: the hash of the address without it; null of all others, because an
 *     address without a plus-part is its own base
 * @param former the hash under the former spelling, where that was another; null where it was the same
 * @param spelling {@link #FORMER_SPELLING} of what was hashed under it, null under the present one
 */
public record IdentityHash(
        IdentityKind kind,
        String hash,
        @Nullable String base,
        @Nullable String former,
        @Nullable Integer spelling) implements Comparable<IdentityHash> {
    public static final int FORMER_SPELLING = 1;
    public static final int PRESENT_SPELLING = 2;

    /** @throws IllegalArgumentException when a hash is not 64 lower-case hexadecimal digits */
    public IdentityHash {
        requireHash(hash);
        if (base != null) {
            requireHash(base);
        }
        if (former != null) {
            requireHash(former);
        }
    }

    /** An identity that is known by one hash only. */
    public IdentityHash(IdentityKind kind, String hash) {
        this(kind, hash, null, null, null);
    }

    private static void requireHash(String hash) {
        if (hash.length() != 64 || !hash.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException(
                    "an identity hash has 64 lower-case hexadecimal digits, not '" + hash + "'");
        }
    }

    /** Whether it was hashed under the former spelling, so that a former hash may mean it. */
    public boolean hasFormerSpelling() {
        return spelling != null && spelling == FORMER_SPELLING;
    }

    /**
     * The hash that an e-mail address shares with all its plus-variants; null of other kinds, and of an address that
     * was hashed under the former spelling, which told no base.
     */
    public @Nullable String sharedBase() {
        if (base != null) {
            return base;
        }
        return kind == IdentityKind.EMAIL && !hasFormerSpelling() ? hash : null;
    }

    /** The identity that this one was under the former spelling; null where that was the same. */
    public @Nullable IdentityHash formerly() {
        return former == null ? null : new IdentityHash(kind, former, null, null, FORMER_SPELLING);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IdentityHash that && kind == that.kind && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + hash.hashCode();
    }

    @Override
    public int compareTo(IdentityHash other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : hash.compareTo(other.hash);
    }
}
