package io.closedloop.lead.axon;

import java.security.SecureRandom;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;

/**
 * Ids for leads, events and messages that grow with time (UUID version 7, RFC 9562), so that an index over millions of
 * them is written at its end and not all over. Axon finds this class by its service file.
 */
public final class TimeOrderedIdentifiers extends IdentifierFactory {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String generateIdentifier() {
        return next().toString();
    }

    /** A new id. */
    public static UUID next() {
        return next(System.currentTimeMillis(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    static UUID next(long millis, long random, long moreRandom) {
        long high = (millis << 16) | 0x7000L | (random & 0x0fffL);
        long low = 0x8000_0000_0000_0000L | (moreRandom >>> 2);
        return new UUID(high, low);
    }
}
